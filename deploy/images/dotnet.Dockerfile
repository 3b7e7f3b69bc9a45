# A C# program on the shared base; the build context holds it in app/, with `program` as a link to its executable.
ARG BASE=registry.lab/dotnet:10
FROM $BASE
COPY app /app
ENTRYPOINT ["/app/program"]
CMD []
