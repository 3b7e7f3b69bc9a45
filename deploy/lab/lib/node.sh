# shellcheck shell=bash
# A site's node: a privileged container with containerd, kubelet and kube-proxy (node/entry.sh is its first process).

HOSTPATH=/tmp/hostpath_pv  # built into the controller-manager's provisioner

start_node() {
  site_settings "$1"
  mkdir -p "$SITE_RUN"/node/{pki,containerd,kubelet,log} "$LAB/hostpath_pv" "$LAB/images/tars"
  ln -sfn "$LAB/hostpath_pv" $HOSTPATH
  install -m600 -t "$SITE_RUN/node/pki" "$PKI"/{ca.crt,kubelet-server.crt,kubelet-server.key,kubelet.kubeconfig,proxy.kubeconfig}
  cat >"$SITE_RUN/node/node.env" <<ENV
SITE=$SITE NODE=$NODE NODE_IP=$NODE_IP POD_CIDR=$POD_CIDR NODE_POD_CIDR=$NODE_POD_CIDR SERVICE_CIDR=$SERVICE_CIDR DNS_IP=$DNS_IP
ALL_PODS=$ALL_PODS ALL_SERVICES=$ALL_SERVICES UPSTREAM_DNS=$GATEWAY
ENV
  remove_outdated_node
  copy_node_scripts
  docker inspect "$NODE" >/dev/null 2>&1 || create_node
  docker start "$NODE" >/dev/null
  # The host (API server, the developer) reaches pods and Services of this site through its node.
  ip route replace "$POD_CIDR" via "$NODE_IP"
  ip route replace "$SERVICE_CIDR" via "$NODE_IP"
  await 180 "node $NODE to be Ready" node_is_ready "$SITE"
  # Nobody hands out pod networks here, and a mesh with ipam.mode=kubernetes takes the node's from its spec.
  kube "$SITE" patch node "$NODE" -p "{\"spec\": {\"podCIDR\": \"$NODE_POD_CIDR\", \"podCIDRs\": [\"$NODE_POD_CIDR\"]}}"
}

# A copy: the checkout may go, the node stays. Both sites do this at once, so each file is moved into its place whole.
copy_node_scripts() {
  local own="$SITE_RUN/node/scripts"
  mkdir -p "$LAB/node" "$own"
  install -m755 -t "$own" "$HERE"/node/*.sh
  mv -f -t "$LAB/node" "$own"/*.sh
}

node_is_ready() { [ "$(kube "$1" get node "$1-node1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]; }

# Another version of the node's image or of its scripts, or another cache: make it anew (its data lies outside of it).
remove_outdated_node() {
  local have; have=$(docker inspect -f '{{index .Config.Labels "lab.inputs"}}' "$NODE" 2>/dev/null) || return 0
  [ "$have" = "$(node_inputs)" ] || docker rm -f "$NODE" >/dev/null
}

node_inputs() { hash_of "$LAB" "$(cat "$STAMPS/kubernetes")" "$(docker inspect -f '{{.Id}}' lab/node:1)" "$(hash_files "$HERE/node")" "$(hash_code create_node)"; }

# As --privileged, but without the capabilities that this machine itself lacks: asking for one of those is an error.
create_node() {
  local lacking
  mapfile -t lacking < <(lacking_capabilities)
  docker create --name "$NODE" --hostname "$NODE" --label lab.inputs="$(node_inputs)" --network $DOCKER_NET --ip "$NODE_IP" \
    --cap-add ALL "${lacking[@]/#/--cap-drop=}" --security-opt apparmor=unconfined --security-opt seccomp=unconfined \
    --security-opt systempaths=unconfined --device-cgroup-rule 'a *:* rwm' --device /dev/kmsg --cgroupns=private --stop-timeout 3 -v "$SITE_RUN/node/node.env:/etc/kubernetes/node.env:ro" -v "$SITE_RUN/node/pki:/etc/kubernetes/pki:ro" \
    -v "$SITE_RUN/node/containerd:/var/lib/containerd" -v "$SITE_RUN/node/kubelet:/var/lib/kubelet" -v "$SITE_RUN/node/log:/var/log" \
    -v "$LAB/hostpath_pv:$HOSTPATH" -v "$LAB/images/tars:/images:ro" -v "$LAB/node:/opt/lab:ro" \
    -v "$BIN/kubelet:/opt/k8s/bin/kubelet:ro" -v "$BIN/kube-proxy:/opt/k8s/bin/kube-proxy:ro" lab/node:1
}

# The capabilities of linux/capability.h that are not in this process's bounding set.
lacking_capabilities() {
  local bounding name number; bounding=$((16#$(awk '/^CapBnd/ {print $2}' /proc/self/status)))
  while read -r name number; do
    (( (bounding >> number) & 1 )) || printf '%s\n' "$name"
  done < <(awk '$1 == "#define" && $2 ~ /^CAP_[A-Z_]+$/ && $3 ~ /^[0-9]+$/ {print $2, $3}' /usr/include/linux/capability.h)
}

stop_node() {
  site_settings "$1"
  docker stop "$NODE" >/dev/null 2>&1 || true
}

# The developer's routes go with the node.
remove_node() {
  site_settings "$1"
  docker rm -f "$NODE" >/dev/null 2>&1 || true
  ip route del "$POD_CIDR" via "$NODE_IP" 2>/dev/null || true
  ip route del "$SERVICE_CIDR" via "$NODE_IP" 2>/dev/null || true
}
