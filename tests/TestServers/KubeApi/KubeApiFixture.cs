namespace ClusterSetSuite.TestServers.KubeApi;

/// <summary>One API server for a test collection (xunit: <c>IClassFixture</c>, <c>ICollectionFixture</c> or an assembly fixture, over a class that adds <c>IAsyncLifetime</c>).</summary>
public abstract class KubeApiFixture : IAsyncDisposable
{
    private KubeApiServer? _server;

    /// <summary>The server; null where its programs are missing and tests must skip (<see cref="KubeApiBinaries.MustSkip"/>).</summary>
    public KubeApiServer? Server => _server;

    /// <summary>Starts it, unless tests must skip.</summary>
    public async ValueTask InitializeAsync()
    {
        if (!KubeApiBinaries.MustSkip)
            _server = await KubeApiServer.Start(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
