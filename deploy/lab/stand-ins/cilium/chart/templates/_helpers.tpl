{{- define "image" -}}
image: {{ .Values.image.override }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- end }}

{{- define "mesh.enabled" -}}
{{- if .Values.clustermesh.useAPIServer }}true{{ end }}
{{- end }}

{{/* The etcd client file of one peer. Arguments: the peer, the mesh domain, and the local API server's address where KVStoreMesh stands between. */}}
{{- define "mesh.etcdClient" -}}
{{- $peer := index . 0 }}{{ $domain := index . 1 }}{{ $local := index . 2 -}}
{{- $identity := ternary "common" "local" (empty $local) -}}
endpoints:
{{- if $local }}
- {{ $local }}
{{- else if $peer.ips }}
- https://{{ $peer.name }}.{{ $domain }}:{{ $peer.port }}
{{- else }}
- https://{{ required "clustermesh.config.clusters needs ips or address" $peer.address }}:{{ $peer.port }}
{{- end }}
trusted-ca-file: /var/lib/cilium/clustermesh/{{ $identity }}-etcd-client-ca.crt
key-file: /var/lib/cilium/clustermesh/{{ $identity }}-etcd-client.key
cert-file: /var/lib/cilium/clustermesh/{{ $identity }}-etcd-client.crt
{{- end }}

{{/* A projected client identity. Arguments: the Secret, the file prefix, the root context. The CA bundle, where there is one, takes the place of ca.crt. */}}
{{- define "mesh.identity" -}}
{{- $secret := index . 0 }}{{ $prefix := index . 1 }}{{ $root := index . 2 -}}
- secret:
    name: {{ $secret }}
    optional: true
    items:
    - {key: tls.key, path: {{ $prefix }}.key}
    - {key: tls.crt, path: {{ $prefix }}.crt}
    {{- if not $root.Values.tls.caBundle.enabled }}
    - {key: ca.crt, path: {{ $prefix }}-ca.crt}
    {{- end }}
{{- if $root.Values.tls.caBundle.enabled }}
- {{ ternary "secret" "configMap" $root.Values.tls.caBundle.useSecret }}:
    name: {{ $root.Values.tls.caBundle.name }}
    optional: true
    items:
    - {key: {{ $root.Values.tls.caBundle.key }}, path: {{ $prefix }}-ca.crt}
{{- end }}
{{- end }}

{{- define "certs.job" -}}
spec:
  template:
    metadata:
      labels:
        k8s-app: clustermesh-apiserver-generate-certs
    spec:
      serviceAccountName: clustermesh-apiserver-generate-certs
      restartPolicy: OnFailure
      containers:
      - name: certgen
        {{- include "image" . | nindent 8 }}
        command: [/usr/bin/cilium-certgen]
        args:
        - --ca-generate
        - --ca-reuse-secret
        - --ca-secret-namespace={{ .Release.Namespace }}
        - --ca-secret-name=cilium-ca
        - --validity-days={{ .Values.clustermesh.apiserver.tls.auto.certValidityDuration }}
        - --domain={{ .Values.clustermesh.config.domain }}
        - --cluster-name={{ .Values.cluster.name }}
  ttlSecondsAfterFinished: {{ .Values.certgen.ttlSecondsAfterFinished }}
{{- end }}

{{- define "mesh.clusterEnv" -}}
env:
- name: CLUSTER_NAME
  valueFrom: {configMapKeyRef: {name: cilium-config, key: cluster-name}}
- name: CLUSTER_ID
  valueFrom: {configMapKeyRef: {name: cilium-config, key: cluster-id}}
{{- end }}
