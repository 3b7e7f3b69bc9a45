# shellcheck shell=bash
# Images made of Debian packages alone: no image registry is needed. A root file system per image, kept in the cache.

ROOTFS=$LAB/images
NODE_PACKAGES=containerd,runc,containernetworking-plugins,iptables,iproute2,conntrack,ethtool,socat,ipset,kmod,procps,ca-certificates,mount,nftables,jq
DOTNET_PACKAGES=ca-certificates,curl,bind9-dnsutils,nftables,iproute2,libssl3,procps,iputils-ping,netcat-openbsd

# new_rootfs <name> <suite> <packages>: an interrupted one is made anew.
new_rootfs() {
  rm -rf "${ROOTFS:?}/$1-rootfs" "$ROOTFS/$1-rootfs.part"; mkdir -p "$ROOTFS"
  nice -n 5 debootstrap --variant=minbase --keyring=$DEBIAN_KEYRING --include="$3" "$2" "$ROOTFS/$1-rootfs.part" "$(debian_mirror)"
  rm -rf "$ROOTFS/$1-rootfs.part"/var/cache/apt/archives/*.deb "$ROOTFS/$1-rootfs.part"/var/lib/apt/lists/*
  mv "$ROOTFS/$1-rootfs.part" "$ROOTFS/$1-rootfs"
}

# is_built <stamp> <inputs> <image>
is_built() { is_fresh "$1" "$2" && docker image inspect "$3" >/dev/null 2>&1; }

build_node_image() {
  local inputs; inputs=$(hash_of $NODE_PACKAGES "$(hash_code build_node_image)")
  is_built node-image "$inputs" lab/node:1 && { echo "note: cached"; return 0; }
  is_fresh node-rootfs $NODE_PACKAGES || { new_rootfs node bookworm $NODE_PACKAGES; stamp node-rootfs $NODE_PACKAGES; }
  mkdir -p "$ROOTFS"/node-rootfs/{opt/k8s/bin,opt/lab,etc/kubernetes,etc/cni/net.d}
  tar -C "$ROOTFS/node-rootfs" -c . | docker import -c 'ENTRYPOINT ["/opt/lab/entry.sh"]' - lab/node:1
  stamp node-image "$inputs"
}

# The sandbox of every pod, from Kubernetes' own source.
build_pause_image() {
  local source=$LAB/src/gopath/src/k8s.io/kubernetes/build/pause/linux/pause.c inputs work
  inputs=$(hash_of "$KUBERNETES_SHA256" "$(hash_code build_pause_image)")
  [ -e "$ROOTFS/tars/pause.tar" ] && is_built pause-image "$inputs" registry.lab/pause:1 && { echo "note: cached"; return 0; }
  work=$(mktemp -d "$LAB/pause.XXXXXX"); mkdir -p "$ROOTFS/tars"
  gcc -Os -Wall -static -DVERSION=lab -o "$work/pause" "$source"
  tar -C "$work" -c pause | docker import -c 'ENTRYPOINT ["/pause"]' -c 'USER 65535:65535' - registry.lab/pause:1
  docker save registry.lab/pause:1 -o "$ROOTFS/tars/pause.tar"
  rm -rf "$work"
  stamp pause-image "$inputs"
}

# Debian with the .NET and ASP.NET runtimes of the machine's own SDK: the base of every image in C#.
build_dotnet_image() {
  local dotnet version inputs
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  version=$(dotnet --list-runtimes | awk '$1 == "Microsoft.AspNetCore.App" && $2 ~ /^10\./ {print $2}' | sort -V | tail -n 1)
  [ -n "$version" ] || { echo "the .NET SDK has no ASP.NET Core 10 runtime (dotnet --list-runtimes)" >&2; return 1; }
  inputs=$(hash_of $DOTNET_PACKAGES "$version" "$(hash_code build_dotnet_image)")
  is_built dotnet-image "$inputs" registry.lab/dotnet:10 && { echo "note: cached"; return 0; }
  is_fresh dotnet-rootfs $DOTNET_PACKAGES || { new_rootfs dotnet bookworm $DOTNET_PACKAGES; stamp dotnet-rootfs $DOTNET_PACKAGES; }
  local to=$ROOTFS/dotnet-rootfs/usr/share/dotnet
  rm -rf "$to"; mkdir -p "$to/shared"
  cp -a "$dotnet"/{dotnet,host} "$to"
  for framework in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
    mkdir -p "$to/shared/$framework"; cp -a "$dotnet/shared/$framework/$version" "$to/shared/$framework/"
  done
  ln -sf /usr/share/dotnet/dotnet "$ROOTFS/dotnet-rootfs/usr/bin/dotnet"
  tar -C "$ROOTFS/dotnet-rootfs" -c . | docker import -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    -c 'ENV DOTNET_EnableDiagnostics=0' -c 'ENV DOTNET_gcServer=0' -c 'CMD ["/bin/sleep","infinity"]' - registry.lab/dotnet:10
  stamp dotnet-image "$inputs"
}

# MySQL 9.7 comes from Debian unstable.
build_mysql_image() {
  local packages="mysql-server-core mysql-client" inputs root=$ROOTFS/mysql-rootfs
  inputs=$(hash_of "$packages" "$(hash_code build_mysql_image)")
  is_built mysql-image "$inputs" registry.lab/mysql:9.7 && { echo "note: cached"; return 0; }
  new_rootfs mysql sid ca-certificates
  # shellcheck disable=SC2086
  install_in "$root" $packages
  rm -rf "$root"/var/lib/mysql "$root"/var/lib/mysql-files/*; mkdir -p "$root/var/lib/mysql"
  tar -C "$root" -c . | docker import -c 'ENTRYPOINT ["/usr/sbin/mysqld"]' - registry.lab/mysql:9.7
  stamp mysql-image "$inputs"
}

# The router is a layer on the same file system.
build_router_image() {
  local inputs work
  inputs=$(hash_of "$(cat "$STAMPS/mysql-image")" "$(hash_code build_router_image)")
  is_built router-image "$inputs" registry.lab/mysql-router:9.7 && { echo "note: cached"; return 0; }
  work=$(mktemp -d "$LAB/router.XXXXXX"); mkdir -p "$work"/{upper,work,root}
  mount -t overlay overlay -o "lowerdir=$ROOTFS/mysql-rootfs,upperdir=$work/upper,workdir=$work/work" "$work/root"
  # shellcheck disable=SC2064
  trap "umount '$work/root'" EXIT
  install_in "$work/root" mysql-router
  trap - EXIT
  umount "$work/root"
  find "$work/upper" -type c -delete  # overlayfs marks deleted files so; a layer of docker's can not hold them
  tar -C "$work/upper" -cf "$work/layer.tar" .
  rm -rf "$work/upper" "$work/work"
  printf 'FROM registry.lab/mysql:9.7\nADD layer.tar /\nENTRYPOINT []\nCMD ["/usr/bin/mysqlrouter"]\n' | docker_build registry.lab/mysql-router:9.7 -f - "$work"
  rm -rf "$work"
  stamp router-image "$inputs"
}

# install_in <root> <packages>: nothing of them is started.
install_in() {
  local root=$1; shift
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"; chmod 755 "$root/usr/sbin/policy-rc.d"
  # An archive that is kept still passes the date in its Release file; the signature is checked all the same.
  chroot "$root" apt-get -o Acquire::Check-Valid-Until=false update -q
  nice -n 5 chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root/etc/resolv.conf"
}

# docker_build <tag> <arguments>: the classic builder, which needs neither a registry nor a network.
docker_build() { local tag=$1; shift; DOCKER_BUILDKIT=0 docker build --quiet --network none --tag "$tag" "$@"; }
