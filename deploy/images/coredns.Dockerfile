# The cluster's DNS server, started as CoreDNS is: /coredns -conf /etc/coredns/Corefile.
FROM registry.lab/dotnet:10
COPY app /app
COPY extra/coredns /coredns
ENTRYPOINT ["/coredns"]
CMD []
