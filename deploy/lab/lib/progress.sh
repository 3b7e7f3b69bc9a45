# shellcheck shell=bash
# One line a step; the details go to a log file, shown only when the step fails.

say() { printf '%s\n' "$*"; }
fail() { printf 'lab: %s\n' "$*" >&2; exit 1; }
bad_usage() { printf 'lab: %s\n' "$*" >&2; exit 2; }
no_arguments() { local verb=$1; shift; [ $# -eq 0 ] || bad_usage "'$verb' takes no arguments, got '$*'"; }
need_root() { [ "$(id -u)" -eq 0 ] || fail "needs root: it starts containers, network rules and routes. Run it with sudo or as root."; }

seconds_since() { local now=${EPOCHREALTIME/[.,]/}; printf '%d.%01d' $(((now - $1) / 1000000)) $(((now - $1) / 100000 % 10)); }

# step <text> <function> [arguments]: runs it with output to a log named after it; a line
# of it that starts with "note:" is shown behind the text.
step() {
  local text=$1; shift
  local log name start=${EPOCHREALTIME/[.,]/} rc=0
  name=$(printf '%s' "$*" | tr -c 'a-zA-Z0-9\n' '-'); log=$LOGS/$name.log
  mkdir -p "$LOGS"
  ( set -euo pipefail; "$@" ) >"$log" 2>&1 </dev/null &
  wait $! || rc=$?
  if [ $rc -ne 0 ]; then
    printf '  FAILED %7ss  %s\n--- last lines of %s\n%s\n---\nThe step can be repeated: correct the cause, then run `lab up` again.\n' \
      "$(seconds_since "$start")" "$text" "$log" "$(tail -n 20 "$log")" >&2
    return 1
  fi
  printf '  %7ss  %s%s\n' "$(seconds_since "$start")" "$text" "$(sed -n 's/^note: *\(.*\)/ (\1)/p' "$log" | tail -n 1)"
}

# Runs in parallel what was started with `step ... &` since the last `together`, and fails if any of them did.
together() {
  local rc=0 job
  for job in $(jobs -p); do wait "$job" || rc=1; done
  return $rc
}

# with_lock <function>: one lab command at a time on a cache.
with_lock() {
  mkdir -p "$LAB"
  exec 9>"$LAB/lock"
  flock -n 9 || fail "another lab command is running on $LAB; wait for it to end."
  "$@"
}

# await <seconds> <what> <command>: until the command succeeds; the error names what was waited for.
await() {
  local limit=$((SECONDS + $1)) what=$2; shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $limit ] || { printf 'gave up waiting for %s\n' "$what" >&2; return 1; }
    sleep 0.2
  done
}
