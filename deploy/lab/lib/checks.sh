# shellcheck shell=bash
# What must hold before anything is started.

NEED_MEMORY_GIB=12 NEED_DISK_GIB=20 NEED_DISK_BUILT_GIB=5

check_machine() {
  case $FAST_FAILOVER in true | false) ;; *) fail "LAB_FAST_FAILOVER is true or false, not '$FAST_FAILOVER'." ;; esac
  local memory disk need=$NEED_DISK_GIB
  memory=$(awk '/^MemTotal/ {printf "%d", $2 / 1048576 + 0.5}' /proc/meminfo)
  [ "$memory" -ge $NEED_MEMORY_GIB ] || fail "needs $NEED_MEMORY_GIB GiB of memory, this machine has $memory GiB (two clusters run six MySQL servers)."
  mkdir -p "$LAB"
  [ -e "$STAMPS/kubernetes" ] && need=$NEED_DISK_BUILT_GIB
  disk=$(df --output=avail -BG "$LAB" | tail -n 1 | tr -dc 0-9)
  [ "$disk" -ge "$need" ] || fail "needs $need GB free for $LAB, there are $disk GB. Free some, or set CLUSTERSET_CACHE to another disk."
  command -v apt-get >/dev/null || fail "needs a Debian machine (apt-get was not found)."
  [ "$(uname -m)" = x86_64 ] || fail "needs an x86_64 machine, this is $(uname -m)."
  command -v dotnet >/dev/null || fail "needs the .NET SDK that global.json names; 'dotnet' was not found."
}
