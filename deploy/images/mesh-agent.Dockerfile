# The mesh agent installs Cilium by Helm: it brings helm and the chart with it.
FROM registry.lab/dotnet:10
COPY extra/helm /usr/local/bin/helm
COPY extra/cilium /charts/cilium
COPY app /app
ENTRYPOINT ["/app/program"]
CMD []
