# shellcheck shell=bash
# Brings in every part, the settings first. HERE is deploy/lab.
for part in settings progress process stamps checks packages docker kubernetes rootfs images loading certificates controlplane node servers workloads agents coordinator state faults up; do
  # shellcheck source=/dev/null
  . "$HERE/lib/$part.sh"
done
unset part
