using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Contracts.Tests.Spec;

internal static class Examples
{
    public static string Mycs => File.ReadAllText(Repository.PathOf("deploy/examples/mycs.yaml"));
}
