# shellcheck shell=bash disable=SC2154
# Traffic between sites is closed until a mesh opens it. Contract with the mesh (the Cilium stand-in, a privileged hostNetwork DaemonSet):
#   - here: table `inet lab_mesh` drops every packet whose source is a pod or Service address of another site, unless that address
#     is in the set `peers`; there are no routes to other sites' pods; pods' addresses towards other sites' pods are not masqueraded;
#   - the mesh: when connected to a peer, on its own node only, adds the peer's pod CIDR to the set `peers`
#     (`nft add element inet lab_mesh peers { 10.245.0.0/16 }`) and the route (`ip route replace 10.245.0.0/16 via <peer node>`);
#     when disconnected it removes both.
# So a connection works only when both sites have connected, and a restarted node starts closed.
nft -f - <<RULES
table inet lab_mesh
delete table inet lab_mesh
table inet lab_mesh {
  set peers { type ipv4_addr; flags interval; }
  chain prerouting {
    type filter hook prerouting priority raw;
    ip saddr $POD_CIDR accept
    ip saddr $SERVICE_CIDR accept
    ip saddr { $ALL_PODS, $ALL_SERVICES } ip saddr != @peers counter drop
  }
}
RULES
