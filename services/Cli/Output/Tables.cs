using ClusterSetSuite.Coordinator.Api.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ClusterSetSuite.Cli.Output;

/// <summary>What the API answers, as tables.</summary>
internal static class Tables
{
    public static IRenderable Operations(IReadOnlyList<OperationView> operations)
    {
        var table = New("ID", "CLUSTERSET", "KIND", "STATE", "STARTED", "TOOK");
        foreach (var operation in operations)
            Row(table, $"{operation.Id}", operation.ClusterSet, operation.Kind, operation.State, Times.Instant(operation.StartedAt), Times.Between(operation.StartedAt, operation.EndedAt));
        return table;
    }

    public static IRenderable Operation(OperationView? operation)
    {
        var table = New("STAGE", "STEP", "AGENT", "STATE", "TRIES", "TOOK", "WHAT");
        foreach (var stage in operation!.Stages)
        {
            foreach (var step in stage.Steps)
                Row(table, stage.Name, step.Id, $"{step.Agent}.{step.Site}", step.State, $"{step.Attempt}", Times.Between(step.StartedAt, step.EndedAt), step.Reason ?? step.Progress ?? "");
        }

        return new Rows(new Text($"{operation.Kind} of {operation.ClusterSet}: {operation.State}"), table);
    }

    public static IRenderable Agents(IReadOnlyList<AgentView> agents)
    {
        var table = New("SITE", "AGENT", "VERSION", "ALIVE", "SEEN");
        foreach (var agent in agents)
            Row(table, agent.Site, agent.Agent, agent.Version, agent.Alive ? "yes" : "NO", Times.Instant(agent.SeenAt));
        return table;
    }

    public static IRenderable ClusterSets(IReadOnlyList<ClusterSetView> sets)
    {
        var table = New("NAME", "STATUS", "SEEN", "LAST OPERATION", "STATE");
        foreach (var set in sets)
            Row(table, set.Name, set.Status?.Status ?? "not verified yet", Times.Instant(set.StatusAt), set.LastOperation?.Kind ?? "", set.LastOperation?.State ?? "");
        return table;
    }

    public static IRenderable ClusterSet(ClusterSetView set)
    {
        if (set.Status is not { } status)
            return new Text($"{set.Name}: not verified yet; last operation {set.LastOperation?.State ?? "none"}\n");
        var table = New("SITE", "CLUSTER", "ROLE", "STATUS", "CHANNEL", "ONLINE", "PRIMARY SERVER");
        foreach (var cluster in status.Clusters)
        {
            var site = set.Spec.Sites.FirstOrDefault(site => set.Spec.NameInSet(site) == cluster.Name);
            Row(table, site?.Name ?? "?", cluster.Name, cluster.Role, cluster.GlobalStatus, cluster.ReplicationStatus ?? "-",
                site is null ? $"{cluster.OnlineMembers}" : $"{cluster.OnlineMembers}/{site.Cluster.Instances}", cluster.PrimaryMember ?? "-");
        }

        return new Rows(new Text($"ClusterSet {set.Name}: {status.Status} (seen {Times.Instant(set.StatusAt)})"), table);
    }

    private static Table New(params string[] columns)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column)) { Padding = new Padding(0, 0, 2, 0) });
        return table;
    }

    private static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
