# shellcheck shell=bash
# The order of things: what does not depend on each other runs side by side.

lab_up() {
  local start=${EPOCHREALTIME/[.,]/}
  lab_build
  start_all
  say "Add its commands to your PATH:  export PATH=$BIN:\$PATH   kubectl:  export KUBECONFIG=$LAB/kubeconfig"
  say "The lab is up after $(seconds_since "$start")s."
}

lab_build() {
  check_machine
  say "The lab in $LAB (details of every step in $LOGS)"
  step "Debian packages" install_packages
  step "docker" start_docker
  step "private apt configuration" prepare_apt
  build_all
}

build_all() {
  step "kubectl and helm" fetch_kubectl_and_helm &
  step "etcd" build_etcd &
  step "Kubernetes 1.20.2" build_kubernetes &
  step "node image" build_node_image &
  step "MySQL image" build_mysql_image &
  step ".NET image" build_dotnet_image &
  together
  step "pause image" build_pause_image &
  step "MySQL Router image" build_router_image &
  step "programs and their images" build_programs &
  together
}

start_all() {
  step "network" make_network
  step "the guards' key" make_guard_key
  step "upstream DNS" start_upstream_dns &
  step "RabbitMQ" start_rabbitmq &
  step "PostgreSQL" start_postgresql &
  local site
  for site in $SITES; do start_site "$site" & done
  together
  step "kubeconfig with every site" merge_kubeconfigs
  step "the clusterset command" write_launcher
  step "Coordinator" start_coordinator
}

start_site() {
  step "$1: control plane" start_control_plane "$1"
  step "$1: node Ready" start_node "$1"
  step "$1: images in the node" load_images "$1"
  step "$1: CoreDNS" install_coredns "$1"
  step "$1: agents" install_agents "$1"
}
