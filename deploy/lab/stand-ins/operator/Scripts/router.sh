#!/bin/bash
# Bootstraps against the cluster with the account of Secret NAME-router, then routes. The password goes in by standard input: once to look, once for the account.
set -uo pipefail
for try in $(seq 12); do
  printf '%s\n%s\n' "$MYSQL_PASSWORD" "$MYSQL_PASSWORD" | mysqlrouter --bootstrap "$MYSQL_USER@$MYSQL_HOST:$MYSQL_PORT" --directory /tmp/mysqlrouter \
    --account "$MYSQL_USER" --account-create=never --force $MYSQL_ROUTER_BOOTSTRAP_EXTRA_OPTIONS && break
  [ "$try" -lt 12 ] || exit 1
  sleep 5
done
unset MYSQL_PASSWORD
exec mysqlrouter --config /tmp/mysqlrouter/mysqlrouter.conf
