# shellcheck shell=bash
# Faults to inject, and how each is undone.

fault_usage() {
  cat <<'TEXT'
usage: deploy/lab/lab fault <kind>

  partition <site> <site> [both|<site>-to-<site>]   drop traffic between the sites (default: both ways)
  heal                                              end partitions and delays
  delay <ms>                                        delay traffic between the sites (needs the kernel's netem)
  stop-node <site> | start-node <site>              lose a site's node; get it back
  kill-pod <site> <namespace> <pod>                 delete a pod without a grace period
  freeze <site> <container> | thaw <site> <container>
                                                    stop every process of a container (<namespace>/<pod>/<container>); let them go on
  stop <part> | start <part>                        rabbitmq, postgresql, coordinator, agent (agent takes <site> <mesh|dns|mysql>),
                                                    api (the API server of <site>)
  kill <part>                                       kill -9: coordinator, or agent <site> <mesh|dns|mysql>
TEXT
}

lab_fault() {
  local kind=${1:-help}; shift || true
  case $kind in
    help|-h|--help) fault_usage; return 0 ;;
    partition|heal|delay|stop-node|start-node|kill-pod|freeze|thaw|stop|start|kill) need_root; "fault_${kind//-/_}" "$@" ;;
    *) fault_usage >&2; bad_usage "unknown fault '$kind'" ;;
  esac
}

# want <count> <text> <arguments>
want() { local count=$1 text=$2; shift 2; [ $# -eq "$count" ] || bad_usage "usage: lab fault $text"; }
want_number() { [[ $1 =~ ^[0-9]{1,5}$ ]] || bad_usage "'$1' is not a number of milliseconds (0-99999)"; }

fault_partition() {
  { [ $# -eq 2 ] || [ $# -eq 3 ]; } || bad_usage "usage: lab fault partition <site> <site> [both|<site>-to-<site>]"
  local a=$1 b=$2 way=${3:-both}
  site_settings "$a"; site_settings "$b"
  [ "$a" != "$b" ] || bad_usage "a site can not be parted from itself ('$a')"
  case $way in
    both) drop_from "$a" "$b"; drop_from "$b" "$a" ;;
    "$a-to-$b") drop_from "$a" "$b" ;;
    "$b-to-$a") drop_from "$b" "$a" ;;
    *) bad_usage "'$way' is none of both, $a-to-$b, $b-to-$a" ;;
  esac
  say "partitioned: $a, $b ($way); end it with 'lab fault heal'"
}

# drop_from <site> <at site>: what comes from the first is dropped on arrival at the other's node.
drop_from() {
  site_settings "$1"; local from="$NODE_IP, $POD_CIDR, $SERVICE_CIDR"
  docker exec -i "$2-node1" nft -f - <<RULES
table inet lab_fault
table inet lab_fault {
  chain from_$1 { type filter hook prerouting priority -310; ip saddr { $from } counter drop; }
}
RULES
}

fault_heal() {
  want 0 heal "$@"
  heal_all
  say "healed"
}

heal_all() {
  local site
  for site in $SITES; do
    docker exec "$site-node1" sh -c 'nft delete table inet lab_fault; tc qdisc del dev eth0 root' >/dev/null 2>&1 || true
  done
}

fault_delay() {
  want 1 "delay <ms>" "$@"; want_number "$1"
  local site peer filter
  for site in $SITES; do
    docker exec "$site-node1" sh -c "tc qdisc replace dev eth0 root handle 1: prio bands 4 &&
        tc qdisc replace dev eth0 parent 1:4 handle 40: netem delay ${1}ms" 2>/dev/null || {
      heal_all
      fail "this kernel lacks a queueing discipline that delays (sch_prio, sch_netem); nothing was changed."; }
    for peer in $SITES; do
      [ "$peer" != "$site" ] || continue
      site_settings "$peer"
      for filter in "$NODE_IP/32" "$POD_CIDR"; do
        docker exec "$site-node1" tc filter add dev eth0 parent 1: protocol ip u32 match ip dst "$filter" flowid 1:4
      done
    done
  done
  say "each direction between the sites is delayed by $1 ms; end it with 'lab fault heal'"
}

fault_stop_node() { want 1 "stop-node <site>" "$@"; site_settings "$1"; docker stop "$NODE" >/dev/null; say "$NODE is stopped"; }
fault_start_node() { want 1 "start-node <site>" "$@"; start_node "$1"; say "$NODE is Ready"; }

fault_kill_pod() {
  want 3 "kill-pod <site> <namespace> <pod>" "$@"; site_settings "$1"
  kube "$1" -n "$2" delete pod "$3" --grace-period=0 --force
}

fault_freeze() { signal_container freeze STOP "$@"; }
fault_thaw() { signal_container thaw CONT "$@"; }

# signal_container <verb> <signal> <site> <namespace>/<pod>/<container>
signal_container() {
  local verb=$1 signal=$2; shift 2
  want 2 "$verb <site> <namespace>/<pod>/<container>" "$@"; site_settings "$1"
  local namespace pod container id pids
  IFS=/ read -r namespace pod container <<<"$2"
  [ -n "$container" ] || bad_usage "'$2' is not <namespace>/<pod>/<container>"
  id=$(kube "$1" -n "$namespace" get pod "$pod" -o json | jq -r --arg name "$container" '.status.containerStatuses[] | select(.name == $name) | .containerID // ""')
  [ -n "$id" ] || fail "no running container '$2' on $1"
  pids=$(docker exec "$NODE" ctr -n k8s.io tasks ps "${id#containerd://}" | awk 'NR > 1 {print $1}')
  # shellcheck disable=SC2086
  docker exec "$NODE" kill -s "$signal" $pids
  say "$2 on $1: signal $signal to $(wc -w <<<"$pids") processes"
}

# agent_of <site> <mesh|dns|mysql>: the name of its Deployment
agent_of() {
  site_settings "$1"
  case ${2:-} in mesh|dns|mysql) echo "$2-agent" ;; *) bad_usage "'${2:-}' is none of the agents mesh, dns, mysql" ;; esac
}

fault_stop() {
  case ${1:-} in
    rabbitmq|postgresql|coordinator) want 1 "stop $1" "$@"; "stop_$1"; say "$1 is stopped" ;;
    agent) want 3 "stop agent <site> <mesh|dns|mysql>" "$@"; scale_agent "$2" "$3" 0 ;;
    api) want 2 "stop api <site>" "$@"; site_settings "$2"; stop_process "apiserver.$2"; say "the API server of $2 is stopped" ;;
    *) bad_usage "'${1:-}' is none of rabbitmq, postgresql, coordinator, agent, api" ;;
  esac
}

fault_start() {
  case ${1:-} in
    rabbitmq|postgresql|coordinator) want 1 "start $1" "$@"; "start_$1" >/dev/null; say "$1 is running" ;;
    agent) want 3 "start agent <site> <mesh|dns|mysql>" "$@"; scale_agent "$2" "$3" 1 ;;
    api) want 2 "start api <site>" "$@"; site_settings "$2"; start_api_server; await_process 180 "apiserver.$2" kube "$2" get --raw /readyz; say "the API server of $2 is running" ;;
    *) bad_usage "'${1:-}' is none of rabbitmq, postgresql, coordinator, agent, api" ;;
  esac
}

scale_agent() {
  local name; name=$(agent_of "$1" "$2")
  kube "$1" -n $AGENT_NAMESPACE scale deployment "$name" --replicas="$3"
}

fault_kill() {
  local name
  case ${1:-} in
    coordinator) want 1 "kill coordinator" "$@"; stop_process coordinator KILL 5; say "coordinator is killed; start it with 'lab fault start coordinator'" ;;
    agent) want 3 "kill agent <site> <mesh|dns|mysql>" "$@"; name=$(agent_of "$2" "$3")
           kube "$2" -n $AGENT_NAMESPACE delete pod -l "app.kubernetes.io/name=$name" --grace-period=0 --force ;;
    *) bad_usage "'${1:-}' is none of coordinator, agent" ;;
  esac
}
