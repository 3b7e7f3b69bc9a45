# shellcheck shell=bash
# The site's agents, by real Helm from the chart deploy/charts/site-agents.

AGENTS_CHART=$REPO/deploy/charts/site-agents
AGENT_NAMESPACE=clusterset-system

operator_manifest() { realpath "${LAB_OPERATOR_MANIFEST:-$HERE/stand-ins/operator/deploy.yaml}"; }

# The password goes into its Secret by a file; the agents read it from there.
install_agents() {
  site_settings "$1"
  kube "$SITE" create namespace $AGENT_NAMESPACE --dry-run=client -o yaml | kube "$SITE" apply -f -
  kube "$SITE" -n $AGENT_NAMESPACE create secret generic rabbitmq --from-file=password=<(tr -d '\n' <"$LAB/rabbitmq.password") --dry-run=client -o yaml |
    kube "$SITE" apply -f -
  kube "$SITE" -n $AGENT_NAMESPACE create secret generic guard --from-file=key=<(tr -d '\n' <"$LAB/guard.key") --dry-run=client -o yaml | kube "$SITE" apply -f -
  "$BIN/helm" --kubeconfig "$KUBECONFIG_FILE" upgrade --install site-agents "$AGENTS_CHART" --namespace $AGENT_NAMESPACE \
    --set-file mysql.operatorManifest="$(operator_manifest)" --values <(agent_values)
  local agent
  for agent in mesh-agent dns-agent mysql-agent; do kube "$SITE" -n $AGENT_NAMESPACE rollout status deployment $agent --timeout=180s; done
}

agent_values() {
  cat <<YAML
site: $SITE
images: {meshAgent: "registry.lab/mesh-agent:lab", dnsAgent: "registry.lab/dns-agent:lab", mysqlAgent: "registry.lab/mysql-agent:lab"}
rabbitmq: {host: $GATEWAY, port: $RABBITMQ_PORT, user: clusterset, existingSecret: rabbitmq}
mesh: {chart: /charts/cilium}
guard: {existingSecret: guard, fast: $FAST_FAILOVER}
YAML
}
