using System.Globalization;
using ClusterSetSuite.Coordinator.Api.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ClusterSetSuite.Cli.Output;

/// <summary>A ClusterSet at a glance.</summary>
internal static class HealthTables
{
    private static readonly Dictionary<string, Color> Colours = new()
    {
        ["HEALTHY"] = Color.Green, ["DEGRADED"] = Color.Yellow, ["UNAVAILABLE"] = Color.Red, ["SPLIT"] = Color.Red, ["UNKNOWN"] = Color.Yellow,
    };

    /// <summary>Everything of one set.</summary>
    public static IRenderable Set(ClusterSetView set, DateTimeOffset now)
    {
        var health = set.Health;
        var facts = Tables.Grid();
        Tables.Row(facts, "writes", health.Writes);
        Tables.Row(facts, "automation", $"{health.Automation}; waits for {health.WaitsFor}");
        foreach (var (name, words) in Automation(health.Detector))
            Tables.Row(facts, name, words);
        Tables.Row(facts, "last operation", set.LastOperation is { } last ? $"{last.Kind} {last.Id}: {last.State}, {Times.Instant(last.EndedAt ?? last.StartedAt)}" : "none");
        return new Rows([Headline(set.Name, health.Status), facts, .. Troubles(health), .. Loss(health.Loss), new Text(""), Sites(health, now), new Text(""), Servers(health)]);
    }

    private static IEnumerable<(string Name, string Words)> Automation(AutomationView? detector)
    {
        if (detector is null)
            yield break;
        yield return ("detector", $"{detector.Sentence}{(detector.MaintenanceUntil is { } until ? $"; maintenance until {Times.Instant(until)}" : "")}");
        foreach (var (site, sentence) in detector.Guards.OrderBy(guard => guard.Key, StringComparer.Ordinal))
            yield return ($"guard of {site}", sentence);
    }

    /// <summary>The status word with its colour; a terminal without colours shows the word alone.</summary>
    public static Text Word(string status) => new(status, new Style(Colours.GetValueOrDefault(status, Color.Default)));

    private static Paragraph Headline(string name, string status) => new Paragraph($"ClusterSet {name}: ").Append(status, new Style(Colours.GetValueOrDefault(status, Color.Default)));

    private static IEnumerable<IRenderable> Troubles(HealthView health) => health.Troubles.Select(trouble => new Text($"  ! {trouble}"));

    private static IEnumerable<IRenderable> Loss(LossView? loss) => loss is null
        ? []
        : [new Text($"  primary lost? {loss.Verdict}"), .. loss.Evidence.Select(point => new Text($"    {(point.Holds switch { true => "yes", false => "no", null => "unknown" })}: {point.Name} ({point.Words})"))];

    private static Table Sites(HealthView health, DateTimeOffset now)
    {
        var table = Tables.New("SITE", "CLUSTER", "ROLE", "ONLINE", "WRITABLE", "CHANNEL", "LAG", "BEHIND", "SEEN");
        foreach (var site in health.Sites)
            Tables.Row(
                table, site.Site, site.Cluster, site.Role, $"{site.Online}/{site.Wanted}", site.Writable.Count == 0 ? "no" : string.Join(' ', site.Writable), site.Channel ?? "-",
                site.LagSeconds is { } lag ? string.Create(CultureInfo.InvariantCulture, $"{lag:0.0} s") : "-",
                site.LagTransactions is { } behind ? string.Create(CultureInfo.InvariantCulture, $"{behind} trx") : "-",
                Seen(site, now));
        return table;
    }

    private static Table Servers(HealthView health)
    {
        var table = Tables.New("SITE", "SERVER", "STATE", "ROLE", "READ-ONLY", "TROUBLE");
        foreach (var site in health.Sites)
        {
            foreach (var member in site.Members)
                Tables.Row(table, site.Site, member.Pod, member.State, member.Role, ReadOnly(member), member.Trouble ?? "");
        }

        return table;
    }

    private static string ReadOnly(MemberHealthView member) => member switch
    {
        { Trouble: not null } => "?",
        { ReadOnly: true } => "yes",
        { AdministratorsOnly: true } => "clients",
        _ => "no",
    };

    private static string Seen(SiteHealthView site, DateTimeOffset now) =>
        site.SeenAt is not { } at ? "never" : $"{Times.Duration(now - at)} ago{(site is { Stale: true, Absent: null } ? " (old)" : "")}";
}
