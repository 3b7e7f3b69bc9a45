# shellcheck shell=bash
# Per site: a CA, the control plane's certificates and the kubeconfigs.

make_certificates() {
  [ -e "$PKI/.complete" ] && return 0
  mkdir -p "$PKI"; chmod 700 "$PKI"
  new_ca ca "$SITE-ca"
  new_ca front-proxy-ca "$SITE-front-proxy-ca"
  new_cert apiserver ca /CN=kube-apiserver serverAuth \
    "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,DNS:localhost,IP:127.0.0.1,IP:$GATEWAY,IP:$API_SERVICE_IP"
  new_cert apiserver-kubelet ca /O=system:masters/CN=kube-apiserver-kubelet-client clientAuth
  new_cert front-proxy-client front-proxy-ca /CN=front-proxy-client clientAuth
  new_cert admin ca /O=system:masters/CN=kubernetes-admin clientAuth
  new_cert controller-manager ca /CN=system:kube-controller-manager clientAuth
  new_cert scheduler ca /CN=system:kube-scheduler clientAuth
  new_cert proxy ca /CN=system:kube-proxy clientAuth
  new_cert kubelet ca "/O=system:nodes/CN=system:node:$NODE" clientAuth
  new_cert kubelet-server ca "/O=system:nodes/CN=system:node:$NODE" serverAuth "DNS:$NODE,IP:$NODE_IP"
  openssl genrsa -out "$PKI/sa.key" 2048
  openssl rsa -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub"
  local name
  for name in controller-manager scheduler admin; do new_kubeconfig "$name" "https://127.0.0.1:$API_PORT"; done
  for name in proxy kubelet; do new_kubeconfig "$name" "https://$GATEWAY:$API_PORT"; done
  install -m600 "$PKI/admin.kubeconfig" "$KUBECONFIG_FILE"
  touch "$PKI/.complete"
}

# new_ca <file> <common name>
new_ca() {
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$PKI/$1.key" -out "$PKI/$1.crt" -subj "/CN=$2" -days 3650 \
    -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature
}

# new_cert <file> <ca> <subject> <extended key usage> [subject alternative names]
new_cert() {
  printf 'keyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=%s\n%s\n' "$4" "${5:+subjectAltName=$5}" >"$PKI/$1.ext"
  openssl req -new -newkey rsa:2048 -nodes -keyout "$PKI/$1.key" -subj "$3" -out "$PKI/$1.csr"
  openssl x509 -req -in "$PKI/$1.csr" -CA "$PKI/$2.crt" -CAkey "$PKI/$2.key" -CAcreateserial -days 3650 -extfile "$PKI/$1.ext" -out "$PKI/$1.crt"
  rm -f "$PKI/$1.csr" "$PKI/$1.ext"
}

# new_kubeconfig <certificate> <server>
new_kubeconfig() {
  ( umask 077; cat >"$PKI/$1.kubeconfig" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: $SITE, cluster: {server: "$2", certificate-authority-data: $(base64 -w0 "$PKI/ca.crt")}}]
users: [{name: $SITE-$1, user: {client-certificate-data: $(base64 -w0 "$PKI/$1.crt"), client-key-data: $(base64 -w0 "$PKI/$1.key")}}]
contexts: [{name: $SITE, context: {cluster: $SITE, user: $SITE-$1}}]
current-context: $SITE
YAML
  )
}

# One file with a context per site, for `kubectl --context` and the embedded mode.
merge_kubeconfigs() {
  local files="" site
  for site in $SITES; do files="$files${files:+:}$LAB/$site.kubeconfig"; done
  ( umask 077; KUBECONFIG=$files "$BIN/kubectl" config view --flatten >"$LAB/kubeconfig.new"; mv "$LAB/kubeconfig.new" "$LAB/kubeconfig" )
}
