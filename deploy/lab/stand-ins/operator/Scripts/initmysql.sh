#!/bin/bash
# Makes the data directory and its accounts, once. Accounts made during --initialize are not in the binary log: every member starts with an empty GTID set.
set -euo pipefail
[ ! -d /var/lib/mysql/mysql ] || { echo "data directory is initialised already"; exit 0; }
quote() { local s=${1//\\/\\\\}; printf "'%s'" "${s//\'/\\\'}"; }
find /var/lib/mysql -mindepth 1 -delete
MYSQL_ROOT_USER=${MYSQL_ROOT_USER:-root} MYSQL_ROOT_HOST=${MYSQL_ROOT_HOST:-%}
sql=$(mktemp /dev/shm/init.XXXXXX.sql); trap 'rm -f "$sql"' EXIT
root="$(quote "$MYSQL_ROOT_USER")@$(quote "$MYSQL_ROOT_HOST")"
{
  cat /mnt/initconf/initdb-localroot.sql
  [ "$MYSQL_ROOT_USER" = root ] && [ "$MYSQL_ROOT_HOST" = localhost ] || echo "DROP USER IF EXISTS root@localhost;"
  echo "CREATE USER IF NOT EXISTS $root;"
  echo "ALTER USER $root IDENTIFIED BY $(quote "$MYSQL_ROOT_PASSWORD");"
  echo "GRANT ALL ON *.* TO $root WITH GRANT OPTION;"
  echo "GRANT PROXY ON ''@'' TO $root WITH GRANT OPTION;"
  echo "CREATE USER $(quote "$CLUSTER_ADMIN_USER")@'%' IDENTIFIED BY $(quote "$CLUSTER_ADMIN_PASSWORD");"
  echo "GRANT ALL ON *.* TO $(quote "$CLUSTER_ADMIN_USER")@'%' WITH GRANT OPTION;"
  echo "GRANT PROXY ON ''@'' TO $(quote "$CLUSTER_ADMIN_USER")@'%' WITH GRANT OPTION;"
} > "$sql"
mysqld --initialize-insecure --init-file="$sql" || { find /var/lib/mysql -mindepth 1 -delete; exit 1; }
