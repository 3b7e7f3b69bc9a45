# shellcheck shell=bash
# status, down, reset, logs.

# Every host process of the lab, in the order in which they stop.
process_names() {
  local site part
  echo coordinator
  for site in $SITES; do for part in $CONTROL_PLANE; do echo "$part.$site"; done; done
  printf '%s\n' rabbitmq postgresql upstream-dns
}

lab_status() {
  local name site rc=0
  docker info >/dev/null 2>&1 && status_line dockerd up || { status_line dockerd down; rc=1; }
  while read -r name; do
    if is_running "$name"; then status_line "$name" up "pid $(pid_of "$name")"; else status_line "$name" down; rc=1; fi
  done < <(process_names)
  for site in $SITES; do status_of_site "$site" || rc=1; done
  return $rc
}

status_line() { printf '%-4s  %-26s %s\n' "$2" "$1" "${3:-}"; }

status_of_site() {
  local pods rc=0
  node_is_ready "$1" 2>/dev/null && status_line "$1-node1" up "Ready" || { status_line "$1-node1" down; return 1; }
  pods=$(kube "$1" --request-timeout=5s get pods --all-namespaces -o json | jq -r '.items[] |
    (if all(.status.containerStatuses[]?; .ready) and .status.phase == "Running" or .status.phase == "Succeeded" then "up" else "down" end)
    + " " + .metadata.namespace + "/" + .metadata.name + " " + .status.phase')
  local state name phase
  while read -r state name phase; do
    [ -z "$state" ] || status_line "$1: $name" "$state" "$phase"
    [ "$state" != down ] || rc=1
  done <<<"$pods"
  return $rc
}

lab_down() {
  local site name
  stop_coordinator
  for site in $SITES; do step "$site: node stopped" stop_site "$site" & done
  together
  for name in rabbitmq postgresql; do step "$name stopped" "stop_$name" & done
  together
  step "upstream DNS stopped" stop_process upstream-dns
  if is_running dockerd; then step "docker stopped" stop_process dockerd; fi
  say "The lab is down; what it built and its data are kept in $LAB."
}

stop_site() { remove_node "$1"; stop_control_plane "$1"; }
stop_rabbitmq() { stop_process rabbitmq TERM 30; ERL_EPMD_PORT=4379 epmd -kill || true; }  # the server leaves its port mapper behind
stop_postgresql() { stop_process postgresql INT 20; }  # INT: ends open connections, where TERM would wait for them

# The builds, the certificates and the nodes' images stay.
lab_reset() {
  local site name
  check_machine
  stop_coordinator
  for site in $SITES; do step "$site: stopped and wiped" wipe_site "$site" & done
  for name in rabbitmq postgresql; do step "$name stopped and wiped" wipe_server "$name" & done
  together
  rm -rf "${LAB:?}/hostpath_pv"/*
  lab_up
}

wipe_site() {
  stop_site "$1"
  site_settings "$1"
  umount -R "$SITE_RUN/node/kubelet" 2>/dev/null || true
  rm -rf "${SITE_RUN:?}"/etcd "$SITE_RUN"/node/{kubelet,log}
  [ ! -d "$SITE_RUN/node/containerd" ] || touch "$SITE_RUN/node/containerd/.wipe"
}

wipe_server() { "stop_$1"; rm -rf "${RUN:?}/$1"; }

# part -> file
log_parts() {
  local name site
  mkdir -p "$LOGS"
  while read -r name; do printf '%s\t%s\n' "$name" "$RUN/log/$name.log"; done < <(process_names)
  printf 'dockerd\t%s\n' "$RUN/log/dockerd.log"
  for site in $SITES; do
    for name in containerd kubelet kube-proxy; do printf '%s.%s\t%s\n' "$name" "$site" "$RUN/$site/node/log/node/$name.log"; done
  done
  find "$LOGS" -name '*.log' -printf 'step:%f\t%p\n' 2>/dev/null | sed 's/\.log\t/\t/' | LC_ALL=C sort
}

lab_logs() {
  [ $# -le 1 ] || bad_usage "logs takes one part, got '$*'"
  [ $# -eq 1 ] || { echo "usage: lab logs <part>, of:"; log_parts | cut -f1 | sed 's/^/  /'; return 0; }
  local file; file=$(log_parts | awk -F'\t' -v part="$1" '$1 == part {print $2}')
  [ -n "$file" ] || bad_usage "no part '$1'; 'lab logs' lists them"
  [ -e "$file" ] || fail "$1 has not been started yet"
  tail -n 100 "$file"
}
