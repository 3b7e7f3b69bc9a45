# shellcheck shell=bash
# Images into the nodes' containerd: only those that changed, in one archive, so that shared layers travel once.

# images_of_nodes: every image that pods use
images_of_nodes() {
  printf '%s\n' registry.lab/mysql:9.7 registry.lab/mysql-router:9.7
  image_table | awk -F'\t' '$3 != "host" {print "registry.lab/" $1 ":" $4}'
}

loaded_stamp() { printf '%s/node/images/%s' "$SITE_RUN" "$(printf '%s' "$1" | tr '/:' '--')"; }
image_id() { docker image inspect -f '{{.Id}}' "$1"; }

# load_images <site>
load_images() {
  site_settings "$1"
  local image stale=() archive
  mkdir -p "$SITE_RUN/node/images"
  while read -r image; do
    [ "$(cat "$(loaded_stamp "$image")" 2>/dev/null)" = "$(image_id "$image")" ] || stale+=("$image")
  done < <(images_of_nodes)
  [ ${#stale[@]} -gt 0 ] || { echo "note: all there"; return 0; }
  archive=$LAB/images/tars/load-$SITE.tar
  docker save "${stale[@]}" -o "$archive"
  docker exec "$NODE" ctr -n k8s.io images import "/images/load-$SITE.tar"
  rm -f "$archive"
  for image in "${stale[@]}"; do
    restart_pods_of "$image"
    image_id "$image" >"$(loaded_stamp "$image")"
  done
  echo "note: ${stale[*]#registry.lab/}"
}

# Pods that run an older image of the same name are made anew by their controllers. MySQL pods are left alone: theirs is the sidecar.
restart_pods_of() {
  [ "$1" != registry.lab/mysqlsh:lab ] || return 0
  kube "$SITE" get pods --all-namespaces -o json |
    jq -r --arg image "$1" '.items[] | select(any(.spec.containers[]; .image == $image)) | select(.metadata.ownerReferences) | "\(.metadata.namespace) \(.metadata.name)"' |
    while read -r namespace pod; do kube "$SITE" -n "$namespace" delete pod "$pod" --wait=false; done
}
