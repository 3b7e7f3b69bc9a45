#!/bin/bash
# Writes this member's my.cnf: its server_id is the base plus its ordinal, its report_host the name that the other members know it by.
set -euo pipefail
ordinal=${MY_POD_NAME##*-}
mkdir -p /mnt/mycnfdata/my.cnf.d
sed -e "s/@@SERVER_ID@@/$((BASE_SERVER_ID + ordinal))/" -e "s/@@HOSTNAME@@/$MY_FQDN/" /mnt/initconf/my.cnf.in > /mnt/mycnfdata/my.cnf
cp /mnt/initconf/*.cnf /mnt/mycnfdata/my.cnf.d/
chmod 0644 /mnt/mycnfdata/my.cnf /mnt/mycnfdata/my.cnf.d/*.cnf
