# shellcheck shell=bash
# The Coordinator beside the clusters, and the command line's launcher.

COORDINATOR_URL=http://127.0.0.1:$COORDINATOR_PORT

write_launcher() {
  printf '#!/bin/sh\n# The command line of the lab.\nexport CLUSTERSET_COORDINATOR="${CLUSTERSET_COORDINATOR:-%s}"\nexec dotnet "%s" "$@"\n' \
    "$COORDINATOR_URL" "$APPS/cli/$(readlink "$APPS/cli/program").dll" >"$BIN/clusterset"
  chmod 755 "$BIN/clusterset"
}

# Passwords are files, read by the Coordinator itself.
start_coordinator() {
  is_running coordinator && program_unchanged && { echo "note: already running"; return 0; }
  stop_coordinator
  cp "$STAMPS/program-coordinator" "$RUN/coordinator.running"
  start_process coordinator env --chdir="$APPS/coordinator" Api__Listen=$COORDINATOR_URL Database__Provider=postgres \
    Database__ConnectionString="Host=127.0.0.1;Port=$POSTGRESQL_PORT;Database=clusterset;Username=clusterset" \
    Database__PasswordFile="$LAB/postgresql.password" Bus__Transport=rabbitmq Bus__Host=$GATEWAY Bus__Port=$RABBITMQ_PORT \
    Bus__User=clusterset Bus__PasswordFile="$LAB/rabbitmq.password" \
    Failover__FastProfile=$FAST_FAILOVER Detector__KeyFile="$LAB/guard.key" Detector__Witnesses__0=$WITNESS dotnet "$(readlink "$APPS/coordinator/program").dll"
  await_process 90 coordinator curl -fsS -m 2 "$COORDINATOR_URL/readyz"
}

program_unchanged() { cmp -s "$STAMPS/program-coordinator" "$RUN/coordinator.running"; }
stop_coordinator() { stop_process coordinator TERM 15; }
