# shellcheck shell=bash
# The container engine and the network that both nodes are on.

DOCKER_SOCKET=/var/run/docker.sock

start_docker() {
  if docker info >/dev/null 2>&1; then
    is_running dockerd && echo "note: ours" || echo "note: already running, left alone"
  else
    start_process dockerd "$(command -v dockerd)" --data-root "$CACHE/docker" --host unix://$DOCKER_SOCKET
    await_process 60 dockerd docker info
  fi
}

make_network() {
  docker network inspect $DOCKER_NET >/dev/null 2>&1 ||
    docker network create --subnet $NET_CIDR --gateway $GATEWAY -o com.docker.network.bridge.name=$BRIDGE $DOCKER_NET
  await 10 "the bridge $BRIDGE" ip address show dev $BRIDGE to $GATEWAY
}
