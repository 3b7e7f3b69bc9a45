using System.Text;
using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.AgentHost.Tests.Kubernetes;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.AgentHost.Tests.Sealing;

[Collection(ApiServer.Name)]
public sealed class JweSealingTests(ApiServer api)
{
    private const string Canary = "c4n4ry-p4ssw0rd";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_agent_to_which_it_was_sealed_opens_a_secret()
    {
        var prod = await NewSite("prod");
        var dr = await NewSite("dr");
        var secret = prod.Seal(new Recipient("dr", await dr.PublicKey(Ct)), Canary);
        Assert.DoesNotContain(Canary, secret.Jwe, StringComparison.Ordinal);
        Assert.Equal(5, secret.Jwe.Split('.').Length);
        Assert.Equal(Canary, await dr.Open(secret, Ct));
        var wrong = await Assert.ThrowsAsync<StepFailedException>(() => prod.Open(secret, Ct));
        Assert.False(wrong.Retriable);
        Assert.DoesNotContain(Canary, wrong.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not.a.jwe")]
    [InlineData("a.b.c.d.e")]
    public async Task What_is_no_sealed_secret_fails_as_one_sealed_to_another_key(string jwe) =>
        await Assert.ThrowsAsync<StepFailedException>(async () => await (await NewSite("prod")).Open(new Sealed(jwe), Ct));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"kty":"EC","crv":"P-256"}""")]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""")]
    public async Task A_public_key_that_can_not_be_used_is_refused(string key)
    {
        var sealing = await NewSite("prod");
        Assert.Throws<StepRefusedException>(() => sealing.Seal(new Recipient("dr", key), Canary));
    }

    [Fact]
    public async Task The_public_key_has_no_private_part()
    {
        var key = await (await NewSite("prod")).PublicKey(Ct);
        using var json = System.Text.Json.JsonDocument.Parse(key);
        Assert.Equal(["alg", "e", "kty", "n", "use"], json.RootElement.EnumerateObject().Select(member => member.Name).Order());
    }

    [Fact]
    public async Task Agents_that_start_at_the_same_time_share_one_key_and_it_outlives_them()
    {
        var space = await api.Get().NewNamespace("keys", Ct);
        var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Sealing(space).PublicKey(Ct)));
        Assert.Single(keys.Distinct());
        Assert.Equal(keys[0], await Sealing(space).PublicKey(Ct));
        var kept = await api.Get().Admin.CoreV1.ReadNamespacedSecretAsync("clusterset-agent-key-mysql-agent", space, cancellationToken: Ct);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", Encoding.UTF8.GetString(kept.Data["privateKey"]), StringComparison.Ordinal);
    }

    private async Task<JweSealing> NewSite(string site) => Sealing(await api.Get().NewNamespace(site, Ct));

    private JweSealing Sealing(string space) => new(
        new AgentKey(api.Get().Admin, new AgentIdentity("mysql-agent", "any"), Options.Create(new SiteOptions { Name = "any", AgentNamespace = space })), new SecretMask());
}
