# dig, curl, nc and ping for looking around inside a cluster.
FROM registry.lab/dotnet:10
CMD ["/bin/sleep", "infinity"]
