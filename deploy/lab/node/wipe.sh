#!/bin/bash
# Removes every container that containerd remembers and keeps the images, before the kubelet of an emptied cluster starts.
containerd & pid=$!
until ctr version >/dev/null 2>&1; do sleep 0.1; done
for container in $(ctr -n k8s.io containers ls -q); do
  ctr -n k8s.io tasks delete -f "$container" 2>/dev/null
  ctr -n k8s.io containers delete "$container"
done
kill $pid; wait $pid
exit 0
