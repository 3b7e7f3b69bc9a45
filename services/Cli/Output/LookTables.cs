using ClusterSetSuite.Coordinator.Api.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ClusterSetSuite.Cli.Output;

/// <summary>What operations that only look have seen, as tables.</summary>
internal static class LookTables
{
    /// <summary>Every step with what its Check saw, then the findings.</summary>
    public static IRenderable Plan(OperationView operation)
    {
        var table = Tables.New("STAGE", "SITE", "STATE", "WHAT");
        foreach (var stage in operation.Stages)
        {
            foreach (var step in stage.Steps)
                Tables.Row(table, stage.Title, step.Site, Word(step.State), step.State == "AlreadyDone" ? "" : step.Reason ?? "");
        }

        return new Rows(table, new Text(""), Findings(operation.Findings), new Text($"{operation.Kind} of {operation.ClusterSet}: {Counts(operation)}. Nothing was changed."));
    }

    /// <summary>Every finding on lines of its own: what was seen, what follows from it, how to mend it.</summary>
    public static IRenderable Findings(IReadOnlyList<FindingView> findings)
    {
        if (findings.Count == 0)
            return new Text("nothing stands in the way");
        var table = Tables.New("SEVERITY", "SITE", "WHAT");
        foreach (var finding in findings)
        {
            Tables.Row(table, $"{finding.Severity}".ToUpperInvariant(), finding.Site, finding.Reason);
            Tables.Row(table, "", "", $"means: {finding.Meaning}");
            if (finding.Advice.Length > 0)
                Tables.Row(table, "", "", $"mend:  {finding.Advice}");
        }

        return table;
    }

    /// <summary>What is not as applied any more.</summary>
    public static IRenderable Drift(DriftView? drift)
    {
        if (drift is null)
            return new Text("not looked yet");
        if (drift.Steps.Count == 0)
            return new Text($"everything is as applied (seen {Times.Instant(drift.At)})");
        var table = Tables.New("STEP", "SITE", "STATE", "WHAT");
        foreach (var step in drift.Steps)
            Tables.Row(table, step.StepId, step.Site, Word(step.State), step.Reason);
        return new Rows(new Text($"seen {Times.Instant(drift.At)}; every step: clusterset operations {drift.OperationId}"), table);
    }

    /// <summary>The state of a step in a word.</summary>
    public static string Word(string state) => state switch
    {
        "Done" or "AlreadyDone" => "ok",
        "Needed" => "to do",
        "Refused" => "REFUSED",
        "NotKnown" => "not known yet",
        "NotAnswered" => "NO ANSWER",
        "Failed" => "CAN NOT TELL",
        var other => other,
    };

    private static string Counts(OperationView operation) => string.Join(", ", operation.Stages
        .SelectMany(stage => stage.Steps)
        .GroupBy(step => Word(step.State))
        .OrderByDescending(words => words.Count())
        .Select(words => $"{words.Count()} {words.Key}"));
}
