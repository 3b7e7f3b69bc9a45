#!/bin/bash
# Makes the data directory and its accounts, once. The accounts stay out of the binary log: every member starts with an empty GTID set.
set -euo pipefail
done=/var/lib/mysql/.accounts-made
[ ! -e $done ] || { echo "data directory is initialised already"; exit 0; }
quote() { local s=${1//\\/\\\\}; printf "'%s'" "${s//\'/\\\'}"; }
MYSQL_ROOT_USER=${MYSQL_ROOT_USER:-root} MYSQL_ROOT_HOST=${MYSQL_ROOT_HOST:-%}
root="$(quote "$MYSQL_ROOT_USER")@$(quote "$MYSQL_ROOT_HOST")"
admin="$(quote "$CLUSTER_ADMIN_USER")@'%'"
sql=$(mktemp /dev/shm/init.XXXXXX.sql); trap 'rm -f "$sql"' EXIT
{
  echo "SET sql_log_bin=0;"
  cat /mnt/initconf/initdb-localroot.sql
  [ "$MYSQL_ROOT_USER@$MYSQL_ROOT_HOST" = root@localhost ] || echo "DROP USER IF EXISTS root@localhost;"
  echo "CREATE USER IF NOT EXISTS $root;"
  echo "ALTER USER $root IDENTIFIED BY $(quote "$MYSQL_ROOT_PASSWORD");"
  echo "GRANT ALL ON *.* TO $root WITH GRANT OPTION;"
  echo "GRANT PROXY ON ''@'' TO $root WITH GRANT OPTION;"
  echo "CREATE USER $admin IDENTIFIED BY $(quote "$CLUSTER_ADMIN_PASSWORD");"
  echo "GRANT ALL ON *.* TO $admin WITH GRANT OPTION;"
  echo "GRANT PROXY ON ''@'' TO $admin WITH GRANT OPTION;"
  echo "SHUTDOWN;"
} > "$sql"
find /var/lib/mysql -mindepth 1 -delete
mysqld --initialize-insecure
# Plugins such as auth_socket are not loaded during --initialize, so a server without network makes the accounts and ends itself.
# An error in the file leaves it running: then it is ended here, and the next attempt starts from nothing.
timeout 300 mysqld --skip-networking --mysqlx=OFF --init-file="$sql"
touch $done
