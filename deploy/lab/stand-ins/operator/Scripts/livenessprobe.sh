#!/bin/bash
# Fails while the server does not answer; with an argument, succeeds once in that many failures so that a long recovery is not killed.
limit=${1:-}
mysqladmin -umysqlhealthchecker ping >/dev/null 2>&1 && exit 0
[ -n "$limit" ] || exit 1
count=$(($(cat /tmp/fail-counter 2>/dev/null || echo 0) + 1))
if [ "$count" -gt "$limit" ]; then rm -f /tmp/fail-counter; exit 0; fi
echo "$count" > /tmp/fail-counter
exit 1
