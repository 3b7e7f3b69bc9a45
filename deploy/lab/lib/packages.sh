# shellcheck shell=bash
# Debian packages of the host, and a private apt configuration for what is only unpacked into the cache.

# command=package: a package is installed only if its command is missing.
HOST_COMMANDS="dockerd=docker.io debootstrap=debootstrap rabbitmq-server=rabbitmq-server dnsmasq=dnsmasq-base nft=nftables jq=jq gcc=gcc
  iptables=iptables ip=iproute2 openssl=openssl curl=curl unzip=unzip patch=patch setpriv=util-linux flock=util-linux npm=npm"

postgres_bin() { find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1; }

missing_packages() {
  local pair
  for pair in $HOST_COMMANDS; do command -v "${pair%%=*}" >/dev/null || printf '%s\n' "${pair#*=}"; done
  [ -x "$(postgres_bin)/initdb" ] || echo postgresql
  [ -e /usr/include/linux/capability.h ] || echo linux-libc-dev
  [ -e /usr/include/stdlib.h ] || echo libc6-dev
}

install_packages() {
  local missing policy=/usr/sbin/policy-rc.d
  mapfile -t missing < <(missing_packages | sort -u)
  [ ${#missing[@]} -gt 0 ] || { echo "note: all present"; return 0; }
  if [ ! -e $policy ]; then  # packages may start no service: the lab starts what it needs by itself
    printf '#!/bin/sh\nexit 101\n' >$policy; chmod 755 $policy
    # shellcheck disable=SC2064
    trap "rm -f $policy" EXIT
  fi
  export DEBIAN_FRONTEND=noninteractive
  [ -n "$(find /var/lib/apt/lists -name '*_Packages*' -mmin -1440 2>/dev/null | head -n 1)" ] || apt-get update -q
  apt-get install -q -y --no-install-recommends "${missing[@]}" || { apt-get update -q; apt-get install -q -y --no-install-recommends "${missing[@]}"; }
  echo "note: ${missing[*]}"
}

# The Debian mirror that apt is set up with.
debian_mirror() {
  local mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
  [ -n "$mirror" ] || { echo "apt knows no Debian mirror; run 'apt-get update' and look at /etc/apt" >&2; return 1; }
  printf '%s' "$mirror"
}

DEBIAN_KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# bookworm's packages and sources, whatever release the host itself runs; the host's own apt state is not touched.
prepare_apt() {
  local apt=$LAB/apt
  [ -s "$apt/sources.list" ] && [ -n "$(find "$apt/lists" -name '*_Sources*' -mmin -10080 | head -n 1)" ] && { echo "note: recent"; return 0; }
  mkdir -p "$apt"/lists/partial "$apt"/cache/archives/partial "$LAB/debs"
  printf '%s [signed-by=%s] %s bookworm main\n' deb $DEBIAN_KEYRING "$(debian_mirror)" deb-src $DEBIAN_KEYRING "$(debian_mirror)" >"$apt/sources.list"
  private_apt update -q
}

private_apt() {
  apt-get -o Dir::Etc::sourcelist="$LAB/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$LAB/apt/lists" \
    -o Dir::Cache="$LAB/apt/cache" -o APT::Sandbox::User=root "$@"
}

# unpack_debs <folder> <packages>: their files without installing them.
unpack_debs() {
  local to=$1 fetch; shift
  fetch=$(mktemp -d "$LAB/debs/fetch.XXXXXX")
  (cd "$fetch" && private_apt download "$@")
  mkdir -p "$to"
  local deb; for deb in "$fetch"/*.deb; do dpkg -x "$deb" "$to"; done
  rm -rf "$fetch"
}
