using System.Text.Json.Nodes;
using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Chaos.Tests;

/// <summary>One story, for each trouble is met on the way to the same set: it is told with its reason, mended, and the operation goes on.</summary>
[Collection(OneLab.Name)]
public class TroubleTests : IClassFixture<FreshLab>
{
    [Fact]
    public async Task Every_trouble_is_told_with_its_reason_and_after_its_mending_the_operation_goes_on()
    {
        await FreshLab.Fault("stop-node", "dr");
        Told(await Lab.ClusterSet("apply", "-f", Lab.Spec), "site dr");
        await FreshLab.Fault("start-node", "dr");

        var corefile = await Corefile("dr");
        await PutCorefile("dr", corefile.Replace("forward .", "forwrad .", StringComparison.Ordinal));
        Told(await Resumed(), "forwrad");
        await PutCorefile("dr", corefile);

        // A taken NodePort is no trouble: the DNS gets another one, which the peers are told.
        await FreshLab.Kubectl("prod", "create", "service", "nodeport", "squatter", "--tcp=80:80", "--node-port=30053");
        await FreshLab.Kubectl("dr", "create", "namespace", "mysql-dr");
        await FreshLab.Kubectl("dr", "-n", "mysql-dr", "create", "secret", "generic", "mypwds", "--from-literal=rootUser=root", "--from-literal=rootHost=%", "--from-literal=rootPassword=another-one");
        Told(await Resumed(), "mypwds");
        var port = await FreshLab.Kubectl("prod", "-n", "kube-system", "get", "service", "clusterset-dns", "-o", "jsonpath={.spec.ports[0].nodePort}");
        Assert.NotEqual("30053", port);
        Assert.Contains($":{port}", await Corefile("dr"), StringComparison.Ordinal);
        await FreshLab.Kubectl("dr", "-n", "mysql-dr", "delete", "secret", "mypwds");

        var made = await Resumed();
        Assert.True(made.ExitCode == 0, made.ToString());
        Assert.Contains("ClusterSet mycs: HEALTHY", made.Stdout, StringComparison.Ordinal);
    }

    private static Task<Ran> Resumed() => Lab.ClusterSet("resume", "mycs");

    private static void Told(Ran ran, string reason)
    {
        TestContext.Current.SendDiagnosticMessage("{0}", ran.Stderr);
        Assert.True(ran.ExitCode == 1, ran.ToString());
        Assert.Contains(reason, ran.Stderr, StringComparison.Ordinal);
        Assert.Contains("clusterset resume mycs", ran.Stderr, StringComparison.Ordinal);
    }

    private static Task<string> Corefile(string site) => FreshLab.Kubectl(site, "-n", "kube-system", "get", "configmap", "coredns", "-o", "jsonpath={.data.Corefile}");

    private static Task<string> PutCorefile(string site, string text) =>
        FreshLab.Kubectl(site, "-n", "kube-system", "patch", "configmap", "coredns", "--type=merge", "-p", new JsonObject { ["data"] = new JsonObject { ["Corefile"] = text } }.ToJsonString());
}
