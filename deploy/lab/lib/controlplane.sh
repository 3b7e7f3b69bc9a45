# shellcheck shell=bash
# A site's control plane: etcd, API server, controller-manager and scheduler as host processes.

start_control_plane() {
  site_settings "$1"
  mkdir -p "$SITE_RUN"
  make_certificates
  start_process "etcd.$SITE" "$BIN/etcd" --name "$SITE" --data-dir "$SITE_RUN/etcd" --logger zap --log-level warn \
    --listen-client-urls "http://127.0.0.1:$ETCD_PORT" --advertise-client-urls "http://127.0.0.1:$ETCD_PORT" \
    --listen-peer-urls "http://127.0.0.1:$ETCD_PEER_PORT" --initial-advertise-peer-urls "http://127.0.0.1:$ETCD_PEER_PORT" \
    --initial-cluster "$SITE=http://127.0.0.1:$ETCD_PEER_PORT" --auto-compaction-mode periodic --auto-compaction-retention 1h
  start_api_server
  await_process 180 "apiserver.$SITE" kube "$SITE" get --raw /readyz
  start_controllers
  await_process 180 "controller-manager.$SITE" kube "$SITE" -n default get serviceaccount default
  kube "$SITE" apply -f "$HERE/manifests/storage-class.yaml"
}

start_api_server() {
  start_process "apiserver.$SITE" "$BIN/kube-apiserver" --v=1 --etcd-servers="http://127.0.0.1:$ETCD_PORT" \
    --bind-address=0.0.0.0 --secure-port="$API_PORT" --insecure-port=0 --advertise-address=$GATEWAY --service-cluster-ip-range="$SERVICE_CIDR" \
    --client-ca-file="$PKI/ca.crt" --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" \
    --kubelet-certificate-authority="$PKI/ca.crt" --kubelet-client-certificate="$PKI/apiserver-kubelet.crt" --kubelet-client-key="$PKI/apiserver-kubelet.key" \
    --kubelet-preferred-address-types=InternalIP --service-account-key-file="$PKI/sa.pub" --service-account-signing-key-file="$PKI/sa.key" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --allow-privileged=true --requestheader-client-ca-file="$PKI/front-proxy-ca.crt" --requestheader-allowed-names=front-proxy-client \
    --requestheader-extra-headers-prefix=X-Remote-Extra- --requestheader-group-headers=X-Remote-Group --requestheader-username-headers=X-Remote-User \
    --proxy-client-cert-file="$PKI/front-proxy-client.crt" --proxy-client-key-file="$PKI/front-proxy-client.key" --enable-aggregator-routing=true
}

start_controllers() {
  local config=$PKI/controller-manager.kubeconfig
  start_process "controller-manager.$SITE" "$BIN/kube-controller-manager" --v=1 --bind-address=127.0.0.1 --secure-port="$CONTROLLER_PORT" --port=0 \
    --kubeconfig="$config" --authentication-kubeconfig="$config" --authorization-kubeconfig="$config" --leader-elect=false \
    --use-service-account-credentials=true --root-ca-file="$PKI/ca.crt" --service-account-private-key-file="$PKI/sa.key" \
    --cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key" --allocate-node-cidrs=false \
    --cluster-cidr="$POD_CIDR" --service-cluster-ip-range="$SERVICE_CIDR" --enable-hostpath-provisioner=true --flex-volume-plugin-dir="$SITE_RUN/flexvolume" \
    --node-monitor-grace-period=20s --pod-eviction-timeout=5m
  config=$PKI/scheduler.kubeconfig
  start_process "scheduler.$SITE" "$BIN/kube-scheduler" --v=1 --bind-address=127.0.0.1 --secure-port="$SCHEDULER_PORT" --port=0 --leader-elect=false \
    --kubeconfig="$config" --authentication-kubeconfig="$config" --authorization-kubeconfig="$config"
}

CONTROL_PLANE="scheduler controller-manager apiserver etcd"

stop_control_plane() {
  local part; for part in $CONTROL_PLANE; do stop_process "$part.$1"; done
}
