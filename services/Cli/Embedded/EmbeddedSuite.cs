using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Contracts.Spec;
namespace ClusterSetSuite.Cli.Embedded;
internal sealed class EmbeddedSuite : IAsyncDisposable { public CoordinatorClient Client => throw new NotSupportedException(); public static Task<EmbeddedSuite> Start(ClusterSetSpec s, EmbeddedOptions o, CancellationToken ct) => throw new NotSupportedException(); public ValueTask DisposeAsync() => default; }
