# The lab's Cilium: agent, operator and clustermesh-apiserver in one image, with the etcd that the last one serves.
FROM registry.lab/dotnet:10
COPY extra/etcd /usr/bin/etcd
COPY extra/commands/ /usr/bin/
COPY app /opt/cilium
