using ClusterSetSuite.Lab.Cilium.Kubernetes;

namespace ClusterSetSuite.Lab.Cilium.Commands;

/// <summary><c>cilium-operator</c>: registers the custom resources and is ready when they are there.</summary>
public static class OperatorCommand
{
    public static async Task<int> Run(CancellationToken ct)
    {
        using var api = Api.Connect();
        var resources = new CiliumResources(api);
        await Api.Repeat(
            TimeSpan.FromSeconds(10),
            async () =>
            {
                await resources.Register(ct);
                await File.WriteAllTextAsync("/tmp/ready", "", ct);
            },
            ct);
        return 0;
    }
}
