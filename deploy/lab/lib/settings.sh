# shellcheck shell=bash
# Where things are and what they are called. Nothing here touches the machine.

CACHE=${CLUSTERSET_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/clusterset-suite}
LAB=$CACHE/lab
BIN=$LAB/bin
REPO=$(cd "$HERE/../.." && pwd)
RUN=$LAB/run        # state of what runs: pids, data directories, per-site certificates
LOGS=$LAB/logs
STAMPS=$LAB/stamps  # name -> hash of the inputs it was built from

SITES="prod dr"
DOCKER_NET=k8slab BRIDGE=k8slab0 NET_CIDR=172.30.0.0/24 GATEWAY=172.30.0.1
ALL_PODS=10.244.0.0/15 ALL_SERVICES=10.96.0.0/15  # both sites together
WITNESS=$GATEWAY:53  # the lab's upstream DNS: of neither site
FAST_FAILOVER=${LAB_FAST_FAILOVER:-true}  # true | false
RABBITMQ_PORT=5672 POSTGRESQL_PORT=15432 COORDINATOR_PORT=8080
export PATH=$BIN:$PATH:/usr/sbin:/sbin

# site_settings <site>: everything that differs between the sites.
site_settings() {
  SITE=$1 SITE_RUN=$RUN/$1 NODE=$1-node1 KUBECONFIG_FILE=$LAB/$1.kubeconfig PKI=$RUN/$1/pki
  case $1 in
    prod) API_PORT=16443 ETCD_PORT=12379 ETCD_PEER_PORT=12380 CONTROLLER_PORT=16257 SCHEDULER_PORT=16259 NODE_IP=172.30.0.11
          POD_CIDR=10.244.0.0/16 NODE_POD_CIDR=10.244.0.0/24 SERVICE_CIDR=10.96.0.0/16 API_SERVICE_IP=10.96.0.1 DNS_IP=10.96.0.10 ;;
    dr)   API_PORT=26443 ETCD_PORT=22379 ETCD_PEER_PORT=22380 CONTROLLER_PORT=26257 SCHEDULER_PORT=26259 NODE_IP=172.30.0.12
          POD_CIDR=10.245.0.0/16 NODE_POD_CIDR=10.245.0.0/24 SERVICE_CIDR=10.97.0.0/16 API_SERVICE_IP=10.97.0.1 DNS_IP=10.97.0.10 ;;
    *) bad_usage "unknown site '$1' (the lab's sites: $SITES)" ;;
  esac
}

# kube <site> <kubectl arguments>
kube() { local site=$1; shift; "$BIN/kubectl" --kubeconfig "$LAB/$site.kubeconfig" "$@"; }
