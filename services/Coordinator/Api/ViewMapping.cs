using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>From stored rows and the plan to what the API shows.</summary>
internal static class ViewMapping
{
    public static OperationView ToView(this OperationState operation, Plan? plan = null) => new()
    {
        Id = operation.CorrelationId,
        Kind = operation.Kind,
        ClusterSet = operation.ClusterSet,
        State = operation.CurrentState,
        Reason = operation.Reason,
        Advice = operation.Advice,
        StartedAt = operation.RequestedAt,
        EndedAt = operation.EndedAt,
        Findings = plan is null ? [] : FindingMapping.Of(operation, plan),
        Stages = plan is null ? [] : [.. plan.Stages.Select(stage => ToView(stage, operation))],
        Report = plan is null ? [] : [.. plan.Report(operation.Facts())],
    };

    public static OperationEventView ToView(this EventRow row) => new(row.Id, row.At, row.StepId, row.Text);

    public static AgentView ToView(this AgentRow row, DateTimeOffset now) => new()
    {
        Site = row.Site,
        Agent = row.Agent,
        Version = row.Version,
        SeenAt = row.SeenAt,
        Alive = now - row.SeenAt < TimeSpan.FromSeconds(30),
    };

    private static StageView ToView(Stage stage, OperationState operation)
    {
        var rows = stage.Steps.Select(step => operation.Find(step.Id)).OfType<StepRow>().ToList();
        var complete = stage.Steps.All(operation.IsDone);
        return new StageView
        {
            Name = stage.Name,
            Title = stage.Title,
            After = stage.After,
            State = StateOf(stage, operation, rows, complete),
            StartedAt = rows.Count == 0 ? null : rows.Min(row => row.StartedAt),
            EndedAt = complete ? rows.Max(row => row.EndedAt) : null,
            Steps = [.. stage.Steps.Select(step => ToView(step, operation.Find(step.Id), operation.Inbox))],
        };
    }

    private static string StateOf(Stage stage, OperationState operation, List<StepRow> rows, bool complete) => rows switch
    {
        _ when stage.Name == operation.BlockedStage || rows.Exists(row => row.State == StepStates.Failed) => "Failed",
        { Count: > 0 } when complete => "Done",
        { Count: > 0 } => "Running",
        _ => "Waiting",
    };

    private static StepView ToView(PlannedStep step, StepRow? row, List<InboxRow> answers) => new()
    {
        Id = step.Id,
        Title = step.Title,
        Site = step.Site,
        Agent = step.Agent,
        State = StateOf(row),
        Attempt = row?.Attempt ?? 0,
        Progress = row?.Progress,
        Percent = row?.Percent,
        Reason = row?.Reason,
        Advice = row?.Advice,
        StartedAt = row?.StartedAt,
        EndedAt = row?.EndedAt,
        Took = answers.Where(answer => answer.StepId == step.Id).Aggregate(default(TimeSpan?), (sum, answer) => (sum ?? TimeSpan.Zero) + answer.Took),
    };

    private static string StateOf(StepRow? row) => row?.State switch
    {
        null or StepStates.Waiting => "Waiting",
        StepStates.Sent => row.Progress is null ? "Sent" : "Running",
        StepStates.Failed => row.Outcome == "Refused" ? "Refused" : "Failed",
        _ => row.Outcome ?? "Done",
    };
}
