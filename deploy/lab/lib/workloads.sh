# shellcheck shell=bash
# What the lab installs into the clusters: CoreDNS and the site's agents. Cilium and the MySQL Operator are the suite's to install.

# The DNS Service's address is the only thing in the manifest that differs between sites. A Corefile that the suite has edited stays.
install_coredns() {
  site_settings "$1"
  local manifest; manifest=$(sed "s/CLUSTER_DNS_IP/$DNS_IP/" "$HERE/stand-ins/coredns/deploy.yaml")
  if kube "$SITE" -n kube-system get configmap coredns >/dev/null 2>&1; then
    manifest=$(printf '%s' "$manifest" | kube "$SITE" create --dry-run=client -o json -f - |
      jq -c 'if .kind == "List" then .items[] else . end | select(.kind != "ConfigMap")')
  fi
  printf '%s' "$manifest" | kube "$SITE" apply -f -
  kube "$SITE" -n kube-system rollout status deployment coredns --timeout=120s
}
