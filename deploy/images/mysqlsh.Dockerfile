# MySQL Shell at its usual place; the operator's sidecar containers run this image.
FROM registry.lab/dotnet:10
COPY app /app
COPY extra/mysqlsh /usr/bin/mysqlsh
CMD ["/bin/sleep", "infinity"]
