# shellcheck shell=bash
# Host processes by recorded pid. A record holds the pid and the process's start time, so a reused pid is never taken for ours.

started_at() { local stat; stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; stat=${stat##*) }; set -- $stat; printf '%s' "${20}"; }
record_of() { printf '%s/pid/%s' "$RUN" "$1"; }

# pid_of <name>: prints the pid if it still is the process that was recorded.
pid_of() {
  local pid at; read -r pid at 2>/dev/null <"$(record_of "$1")" || return 1
  [ "$(started_at "$pid")" = "$at" ] && printf '%s' "$pid"
}
is_running() { pid_of "$1" >/dev/null; }

# start_process <name> <command>: in the background in its own session, output to run/log/<name>.log; does nothing when it runs.
start_process() {
  local name=$1; shift
  is_running "$name" && return 0
  mkdir -p "$RUN"/{pid,log}
  setsid nohup "$@" >>"$RUN/log/$name.log" 2>&1 </dev/null 9>&- &
  local pid=$!
  printf '%s %s\n' "$pid" "$(started_at "$pid")" >"$(record_of "$name")"
}

# stop_process <name> [signal] [seconds]: asks, waits, then ends the whole process group.
stop_process() {
  local pid; pid=$(pid_of "$1") || { rm -f "$(record_of "$1")"; return 0; }
  kill -s "${2:-TERM}" "$pid" 2>/dev/null || true
  await "${3:-20}" "the end of $1" eval "! is_running $1" || kill -s KILL -- "-$pid" 2>/dev/null || true
  rm -f "$(record_of "$1")"
}

# await_process <seconds> <name> <command>: as await, but a process that ended is noticed at once.
await_process() {
  local limit=$((SECONDS + $1)) name=$2; shift 2
  until "$@" >/dev/null 2>&1; do
    is_running "$name" || { printf '%s ended; the end of its log:\n' "$name"; tail -n 15 "$RUN/log/$name.log"; return 1; }
    [ $SECONDS -lt $limit ] || { printf 'gave up waiting for %s; the end of its log:\n' "$name"; tail -n 15 "$RUN/log/$name.log"; return 1; }
    sleep 0.2
  done
}
