#!/bin/bash
# A server that has answered once is ready: the group and the operator decide its fate from then on.
[ -f /tmp/mysql-ready ] && exit 0
mysqladmin -umysqlhealthchecker ping >/dev/null 2>&1 && touch /tmp/mysql-ready
