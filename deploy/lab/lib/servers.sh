# shellcheck shell=bash
# RabbitMQ, PostgreSQL and the upstream DNS of the lab: host processes. The servers refuse to run as root and their users cannot
# look below /root, so each gets its own mount namespace in which its usual folder in /var/lib is the one in the cache.

# as_server <user> <folder in the cache> <usual folder> <command>
as_server() {
  local user=$1 data=$2 usual=$3; shift 3
  exec unshare --mount --propagation private sh -c 'mount --bind "$1" "$2" && cd "$2" && shift 2 && exec "$@"' sh "$data" "$usual" \
    setpriv --reuid="$user" --regid="$user" --init-groups env HOME="$usual" "$@"
}

# new_password <file>: made once, readable by its owner only.
new_password() { [ -s "$1" ] || ( umask 077; openssl rand -hex 16 >"$1" ); }

start_rabbitmq() {
  local data=$RUN/rabbitmq password=$LAB/rabbitmq.password
  new_password "$password"
  is_running rabbitmq && return 0
  mkdir -p "$data/log"
  ( umask 077; cat >"$data/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$RABBITMQ_PORT
listeners.tcp.2 = $GATEWAY:$RABBITMQ_PORT
default_user = clusterset
default_pass = $(cat "$password")
loopback_users = none
disk_free_limit.absolute = 1GB
vm_memory_high_watermark.absolute = 1GB
log.file.level = info
CONF
  )
  chown -R rabbitmq:rabbitmq "$data"
  start_process rabbitmq "$HERE/lib/run-function" as_server rabbitmq "$data" /var/lib/rabbitmq env \
    RABBITMQ_NODENAME=lab@localhost RABBITMQ_CONFIG_FILE=/var/lib/rabbitmq/rabbitmq.conf RABBITMQ_LOG_BASE=/var/lib/rabbitmq/log \
    RABBITMQ_MNESIA_BASE=/var/lib/rabbitmq/mnesia RABBITMQ_ENABLED_PLUGINS_FILE=/var/lib/rabbitmq/enabled_plugins \
    RABBITMQ_PID_FILE=/var/lib/rabbitmq/pid RABBITMQ_DIST_PORT=25692 ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=4379 \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' /usr/lib/rabbitmq/bin/rabbitmq-server
  await_process 90 rabbitmq rabbitmq_answers
}

# A listener that sends its greeting to a client that speaks AMQP 0-9-1.
rabbitmq_answers() {
  local answer
  exec 8<>"/dev/tcp/$GATEWAY/$RABBITMQ_PORT" || return 1
  printf 'AMQP\x00\x00\x09\x01' >&8
  IFS= read -r -t 2 -n 1 -d '' answer <&8 || true
  exec 8>&-
  [ "$answer" = $'\x01' ]
}

start_postgresql() {
  local data=$RUN/postgresql password=$LAB/postgresql.password bin; bin=$(postgres_bin)
  new_password "$password"
  is_running postgresql && return 0
  mkdir -p "$data"; chown postgres:postgres "$data"
  if [ ! -e "$data/data/PG_VERSION" ]; then
    ( as_server postgres "$data" /var/lib/postgresql "$bin/initdb" -D data -U postgres --auth-local=peer --auth-host=scram-sha-256 -E UTF8 --locale=C.UTF-8 )
  fi
  start_process postgresql "$HERE/lib/run-function" as_server postgres "$data" /var/lib/postgresql "$bin/postgres" -D /var/lib/postgresql/data \
    -p $POSTGRESQL_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories=/var/lib/postgresql -c max_connections=200
  await_process 30 postgresql "$bin/pg_isready" -h 127.0.0.1 -p $POSTGRESQL_PORT
  make_database "$data" "$bin" "$(cat "$password")"
}

# make_database <data> <bin> <password>: the password goes by standard input, not by an argument.
make_database() {
  local psql="$2/psql -h /var/lib/postgresql -p $POSTGRESQL_PORT -v ON_ERROR_STOP=1 -qAt"
  # shellcheck disable=SC2086
  ( as_server postgres "$1" /var/lib/postgresql $psql <<SQL
SELECT 'CREATE ROLE clusterset LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clusterset')\gexec
ALTER ROLE clusterset PASSWORD '$3';
SELECT 'CREATE DATABASE clusterset OWNER clusterset' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'clusterset')\gexec
SQL
  )
}

# What the clusters' DNS forwards to: every name is unknown there, nothing leaves the machine.
start_upstream_dns() {
  start_process upstream-dns "$(command -v dnsmasq)" --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts --bind-interfaces \
    --listen-address=$GATEWAY --except-interface=lo --port=53 --address=/#/ --pid-file= --user=nobody
  await_process 10 upstream-dns eval "exec 8<>/dev/tcp/$GATEWAY/53"
}

# One key for all agents and the Coordinator.
make_guard_key() { new_password "$LAB/guard.key"; }
