{{- define "site-agents.labels" -}}
app.kubernetes.io/part-of: clusterset-suite
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/instance: {{ .Release.Name }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* The ServiceAccount and Deployment of one agent: root, name, image, settings (map), environment (map), volumes and mounts (lists). */}}
{{- define "site-agents.agent" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "site-agents.labels" .root | nindent 4 }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    app.kubernetes.io/name: {{ .name }}
    {{- include "site-agents.labels" .root | nindent 4 }}
spec:
  replicas: 1
  # Never two of one agent: a step is joined by its duplicates inside one process only.
  strategy: {type: Recreate}
  selector:
    matchLabels:
      app.kubernetes.io/name: {{ .name }}
      app.kubernetes.io/instance: {{ .root.Release.Name }}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {{ .name }}
        {{- include "site-agents.labels" .root | nindent 8 }}
    spec:
      serviceAccountName: {{ .name }}
      terminationGracePeriodSeconds: 30
      {{- with .root.Values.images.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      {{- if .root.Values.hostNetwork }}
      hostNetwork: true
      dnsPolicy: ClusterFirstWithHostNet
      {{- end }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        fsGroup: 65532
        seccompProfile: {type: RuntimeDefault}
      containers:
        - name: agent
          image: {{ .image }}
          imagePullPolicy: {{ .root.Values.images.pullPolicy }}
          env:
            # First, because others are made of it.
            - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
            {{- range $name, $value := .environment }}
            - {name: {{ $name }}, value: {{ $value | quote }}}
            {{- end }}
            {{- range $name, $value := .settings }}
            - {name: {{ $name }}, value: {{ $value | quote }}}
            {{- end }}
          ports:
            - {name: health, containerPort: 8080}
          livenessProbe:
            httpGet: {path: /healthz, port: health}
            initialDelaySeconds: 5
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: {path: /readyz, port: health}
            periodSeconds: 3
            timeoutSeconds: 5
          resources: {{- toYaml .root.Values.resources | nindent 12 }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
            - {name: broker, mountPath: /run/secrets/broker, readOnly: true}
            {{- range .mounts }}
            - {{ toJson . }}
            {{- end }}
      volumes:
        # In memory: files with secrets (mysqlsh option files) and helm's cache never reach a disk.
        - name: tmp
          emptyDir: {medium: Memory, sizeLimit: 64Mi}
        - name: broker
          secret:
            secretName: {{ .root.Values.rabbitmq.existingSecret }}
            items: [{key: {{ .root.Values.rabbitmq.passwordKey }}, path: password}]
            defaultMode: 0440
        {{- range .volumes }}
        - {{ toJson . }}
        {{- end }}
      {{- with .root.Values.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      tolerations:
        {{- range list "not-ready" "unreachable" }}
        - {key: node.kubernetes.io/{{ . }}, operator: Exists, effect: NoExecute, tolerationSeconds: {{ $.root.Values.lostNodeSeconds }}}
        {{- end }}
        {{- with .root.Values.tolerations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
{{- end }}

{{/* What every agent is told. */}}
{{- define "site-agents.environment" -}}
ASPNETCORE_HTTP_PORTS: "8080"
DOTNET_EnableDiagnostics: "0"
Site__Name: {{ .Values.site | quote }}
Site__AgentNamespace: {{ .Release.Namespace | quote }}
Bus__Host: {{ .Values.rabbitmq.host | quote }}
Bus__Port: {{ .Values.rabbitmq.port | quote }}
Bus__VirtualHost: {{ .Values.rabbitmq.virtualHost | quote }}
Bus__User: {{ .Values.rabbitmq.user | quote }}
Bus__PasswordFile: /run/secrets/broker/password
Bus__Tls: {{ .Values.rabbitmq.tls | quote }}
{{- with .Values.rabbitmq.tlsServerName }}
Bus__TlsServerName: {{ . | quote }}
{{- end }}
{{- end }}

{{/* Binds a role to one agent: root, agent, kind (Role or ClusterRole), role, namespace (empty: cluster-wide). */}}
{{- define "site-agents.binding" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ ternary "RoleBinding" "ClusterRoleBinding" (ne .namespace "") }}
metadata:
  name: {{ .role }}
  {{- with .namespace }}
  namespace: {{ . }}
  {{- end }}
  labels: {{- include "site-agents.labels" .root | nindent 4 }}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: {{ .kind }}, name: {{ .role }}}
subjects: [{kind: ServiceAccount, name: {{ .agent }}, namespace: {{ .root.Release.Namespace }}}]
{{- end }}
