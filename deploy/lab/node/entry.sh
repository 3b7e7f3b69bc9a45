#!/bin/bash
# First process of a node: prepares the network, then keeps containerd, kubelet and kube-proxy running.
. /etc/kubernetes/node.env
mount --make-rshared /
for system in /sys $(awk '$2 ~ "^/sys/fs/cgroup" {print $2}' /proc/mounts); do mount -o remount,bind,rw "$system"; done
[ -e /dev/net/tun ] || { mkdir -p /dev/net; mknod /dev/net/tun c 10 200; }
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock /run/log /var/log/node /etc/cni/net.d /etc/containerd
for setting in net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0; do
  sysctl -qw "$setting" || echo "sysctl $setting failed"
done
iptables -P FORWARD ACCEPT
# Pods keep their own address towards pods of any site; towards everything else (nodes, host) they wear the node's.
iptables -t nat -N LAB-MASQ 2>/dev/null || iptables -t nat -F LAB-MASQ
for net in "$ALL_PODS" "$ALL_SERVICES" 224.0.0.0/4; do iptables -t nat -A LAB-MASQ -d "$net" -j RETURN; done
iptables -t nat -A LAB-MASQ -j MASQUERADE
iptables -t nat -C POSTROUTING -s "$POD_CIDR" -j LAB-MASQ 2>/dev/null || iptables -t nat -A POSTROUTING -s "$POD_CIDR" -j LAB-MASQ
. /opt/lab/mesh.sh
. /opt/lab/configuration.sh

# forever <name> <command>: with its output in /var/log/node/<name>.log
forever() {
  local name=$1; shift
  while :; do
    echo "$(date -u +%FT%TZ) start $name"; "$@"; echo "$(date -u +%FT%TZ) $name ended rc=$?"
    sleep 1
  done >>"/var/log/node/$name.log" 2>&1
}

if [ -e /var/lib/containerd/.wipe ]; then
  /opt/lab/wipe.sh >>/var/log/node/wipe.log 2>&1 && rm -f /var/lib/containerd/.wipe
fi
forever containerd containerd &
until ctr version >/dev/null 2>&1; do sleep 0.1; done
[ -n "$(ctr -n k8s.io images ls -q name==registry.lab/pause:1)" ] || ctr -n k8s.io images import /images/pause.tar
forever kubelet /opt/k8s/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --kubeconfig=/etc/kubernetes/pki/kubelet.kubeconfig \
  --hostname-override="$NODE" --node-ip="$NODE_IP" --container-runtime=remote --container-runtime-endpoint=unix:///run/containerd/containerd.sock \
  --image-service-endpoint=unix:///run/containerd/containerd.sock --pod-infra-container-image=registry.lab/pause:1 --runtime-cgroups=/ --kubelet-cgroups=/ --v=1 &
forever kube-proxy /opt/k8s/bin/kube-proxy --config=/etc/kubernetes/proxy.yaml --v=1 &
trap 'exit 0' TERM INT
echo "node up"
while :; do sleep 3600 & wait $!; done
