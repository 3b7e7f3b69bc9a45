using System.Globalization;
using ClusterSetSuite.TestServers;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.Chaos.Tests;

/// <summary>The manual procedure done by hand up to each of its points, then the suite: what is there is adopted with its data, the rest is made.</summary>
[Collection(OneLab.Name)]
public class AdoptedTests
{
    private const int FirstWithServers = 7;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>All points, or those that ADOPTED_POINTS names.</summary>
    public static TheoryData<int> Points { get; } =
        [.. (Environment.GetEnvironmentVariable("ADOPTED_POINTS") ?? string.Join(',', Enumerable.Range(1, 13))).Split(',').Select(point => int.Parse(point, CultureInfo.InvariantCulture))];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_set_begun_by_hand_is_adopted_with_its_data_and_brought_to_its_end(int point)
    {
        await FreshLab.Good(Lab.Script("reset"));
        await FreshLab.Good(Lab.Run(Repository.PathOf("tests/by-hand"), TimeSpan.FromMinutes(20), $"{point}"));
        if (point >= FirstWithServers)
            await Write();
        var before = await Kept(point);

        var made = await Lab.ClusterSet("apply", "-f", Lab.Spec);
        TestContext.Current.SendDiagnosticMessage("from point {0}: {1} steps already done; {2}", point, made.Stdout.Split('\n').Count(line => line.Contains(": already done", StringComparison.Ordinal)), made.Stdout.TrimEnd().Split('\n')[^1]);

        Assert.True(made.ExitCode == 0, made.ToString());
        Assert.Contains("ClusterSet mycs: HEALTHY", made.Stdout, StringComparison.Ordinal);
        var after = await Kept(point);
        Assert.Equal(before.OrderBy(kept => kept.Key), after.Where(now => before.ContainsKey(now.Key)).OrderBy(kept => kept.Key));
        if (point >= FirstWithServers)
            Assert.All(await Rows(), row => Assert.Equal("1,2,3", row.Value));
    }

    /// <summary>What somebody's data and network rest on: the servers that may not be made anew, the mesh's CA, the credentials.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> Kept(int point)
    {
        var kept = new Dictionary<string, string>();
        foreach (var site in Lab.Sites)
        {
            using var client = Lab.Client(site);
            foreach (var secret in (await client.CoreV1.ListSecretForAllNamespacesAsync(cancellationToken: Ct)).Items.Where(secret => secret.Name() is "cilium-ca" or "mypwds"))
                kept[$"{site} {secret.Name()}"] = string.Join(' ', secret.Data.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(pair.Value))));
            if (point >= FirstWithServers)
                foreach (var pod in (await client.CoreV1.ListNamespacedPodAsync($"mysql-{site}", labelSelector: "component=mysqld", cancellationToken: Ct)).Items)
                    kept[$"{site} {pod.Name()}"] = pod.Uid();
        }

        return kept;
    }

    private static async Task Write() =>
        await LabServers.Ask((await LabServers.Of("prod", Ct))["prd-0"], "CREATE DATABASE shop; CREATE TABLE shop.orders (id INT PRIMARY KEY); INSERT INTO shop.orders VALUES (1), (2), (3)", Ct);

    /// <summary>What each server of both sites has of the data.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> Rows()
    {
        var rows = new Dictionary<string, string>();
        foreach (var site in Lab.Sites)
            foreach (var (pod, address) in await LabServers.Of(site, Ct))
                rows[pod] = await LabServers.Ask(address, "SELECT GROUP_CONCAT(id ORDER BY id) FROM shop.orders", Ct);
        Assert.Equal(6, rows.Count);
        return rows;
    }
}
