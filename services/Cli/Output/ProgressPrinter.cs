using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Cli.Output;

/// <summary>Prints a line for everything that newly happened, and on a terminal a last line with what is running now.</summary>
/// <param name="output">Where to.</param>
/// <param name="live">Whether the last line may be overwritten.</param>
internal sealed class ProgressPrinter(TextWriter output, bool live)
{
    private readonly HashSet<string> told = [];
    private bool silent;

    /// <summary>Tells the operation's id, with which it can be found again.</summary>
    public void Start(Guid id) => output.WriteLine($"operation {id}");

    /// <summary>Tells what is new since the last call.</summary>
    public void Show(OperationView operation)
    {
        silent = false;
        foreach (var stage in operation.Stages)
        {
            if (stage.StartedAt is not null)
                Once($"start {stage.Name}", $"{Clock(operation, stage.StartedAt)}  {stage.Title} ...");
            foreach (var step in stage.Steps.Where(step => step.Reason is not null))
                Once($"reason {step.Id} {step.Reason}", $"            {step.Id}: {step.Reason}");
            if (stage.State == "Done")
                Once($"end {stage.Name}", $"{Clock(operation, stage.EndedAt)}  {stage.Title}: {Outcome(stage)}, {Times.Between(stage.StartedAt, stage.EndedAt)}");
        }

        if (live)
            output.Write($"\r\x1b[K{Fit(Running(operation))}");
        if (live && operation.EndedAt is not null)
            output.Write("\r\x1b[K");
    }

    /// <summary>Tells, once, that the Coordinator is away.</summary>
    public void Silent(string message)
    {
        if (!silent)
            Line($"{message}; waiting for it, the agents go on");
        silent = true;
    }

    /// <summary>Tells how to come back.</summary>
    public void Leave(Guid id, bool embedded) => Line(embedded
        ? "The operation stops here; run the same command again and it goes on."
        : $"The operation goes on without this program; see `clusterset operations {id}`.");

    private static string Outcome(StageView stage) => stage.Steps.All(step => step.State == "AlreadyDone") ? "already done" : "done";

    private static string Clock(OperationView operation, DateTimeOffset? at) => $"{Times.Duration(at!.Value - operation.StartedAt),10}";

    private static string Running(OperationView operation) => string.Join(" | ", operation.Stages
        .SelectMany(stage => stage.Steps)
        .Where(step => step.StartedAt is not null && step.EndedAt is null)
        .Select(step => $"{step.Id}{(step.Percent is { } percent ? $" {percent}%" : "")}{(step.Progress is { } text ? $": {text}" : "")}"));

    private static string Fit(string text)
    {
        var width = Math.Max(20, Terminal.Console.Profile.Width - 1);
        return text.Length <= width ? text : text[..(width - 1)] + "…";
    }

    private void Once(string key, string line)
    {
        if (told.Add(key))
            Line(line);
    }

    private void Line(string line) => output.WriteLine(live ? $"\r\x1b[K{line}" : line);
}
