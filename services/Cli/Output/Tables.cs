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

        return new Rows([new Text($"{operation.Kind} of {operation.ClusterSet}: {operation.State}"), table, .. operation.Report.Select(line => new Text($"  {line}"))]);
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
        var table = New("NAME", "STATUS", "PRIMARY", "TROUBLES", "LAST OPERATION", "STATE");
        foreach (var set in sets)
            table.AddRow(
                new Text(set.Name), HealthTables.Word(set.Health.Status), new Text(set.Health.PrimarySite ?? "?"), new Text($"{set.Health.Troubles.Count}"),
                new Text(set.LastOperation?.Kind ?? ""), new Text(set.LastOperation?.State ?? ""));
        return table;
    }

    public static IRenderable ClusterSet(ClusterSetView set) => HealthTables.Set(set, DateTimeOffset.UtcNow);

    public static Table Grid()
    {
        var table = New("", "");
        table.ShowHeaders = false;
        return table;
    }

    public static Table New(params string[] columns)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column)) { Padding = new Padding(0, 0, 2, 0) });
        return table;
    }

    public static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
