using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Options;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Starts stages and asks for steps: the part of an operation that needs its plan.</summary>
public sealed class Conductor(IPlans plans, TimeProvider clock, IOptions<OperationOptions> options)
{
    private readonly OperationOptions _options = options.Value;

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Notes that the operation runs (again).</summary>
    public void Begin(OperationState operation)
    {
        operation.StartedAt ??= Now;
        (operation.ActiveSet, operation.EndedAt, operation.Reason, operation.Advice) = (operation.OnlyLooks ? null : operation.ClusterSet, null, null, null);
        operation.Tell(Now, "OperationStarted", $"{operation.Kind} of {operation.ClusterSet} runs");
    }

    /// <summary>Starts every stage that may start now, or notes what forbids it.</summary>
    public void StartStages(OperationState operation)
    {
        List<Stage> ready;
        do
        {
            ready = [.. PlanOf(operation).Ready(step => operation.Find(step.Id) is not null, operation.IsDone)];
            foreach (var stage in ready)
                StartOrBlock(operation, stage);
        }
        while (operation.OnlyLooks && ready.Count > 0); // a look that can not be asked for is answered at once, and then the next stage is ready
    }

    /// <summary>Asks for a step: for the first time, again after a failure or silence, or on resume.</summary>
    public void Ask(OperationState operation, StepRow step)
    {
        step.Attempt++;
        (step.State, step.LastSeenAt, step.EndedAt, step.Progress, step.Percent) = (StepStates.Sent, Now, null, null, null);
        var planned = Planned(operation, step);
        if (operation.OnlyLooks && LookRules.IsSilent(operation, step))
        {
            Note(operation, step, StepOutcomes.NotAnswered, $"{step.Agent} of site {step.Site} has not answered before", null);
            return;
        }

        try
        {
            operation.Send(step.Agent, Command(operation, step, planned), Now, _options.SilenceLimit);
        }
        catch (FactsMissingException e) when (operation.OnlyLooks)
        {
            Note(operation, step, StepOutcomes.NotKnown, $"not known yet: depends on {e.StepId}", null);
            return;
        }
        catch (InvalidOperationException e)
        {
            // Facts that the plan needs and no step has told: nothing that asking again could change.
            Fail(operation, step, "PlanFault", e.Message, "this is a fault of the plan: report it with the operation's events");
            return;
        }

        operation.Tell(Now, "StepSent", $"{planned.Title}, attempt {step.Attempt}", step.Stage, step.Id);
    }

    /// <summary>Notes that a step can not be brought to its end without a person; where nothing is changed, that is its result.</summary>
    public void Fail(OperationState operation, StepRow step, string outcome, string reason, string? advice)
    {
        if (operation.OnlyLooks)
        {
            Note(operation, step, outcome, reason, advice);
            return;
        }

        (step.State, step.Outcome, step.Reason, step.Advice, step.EndedAt) = (StepStates.Failed, outcome, reason, advice, Now);
        operation.Blame($"{step.Id}: {reason}", advice);
        operation.Tell(Now, $"Step{outcome}", reason, step.Stage, step.Id);
    }

    /// <summary>Asks again for everything that stands between a failed or cancelled operation and its next stages.</summary>
    public void AskForUndone(OperationState operation)
    {
        // What a gate refused was told by the steps before it, so only they can tell that it has been put right.
        var before = PlanOf(operation).Stages.FirstOrDefault(stage => stage.Name == operation.BlockedStage)?.After ?? [];
        operation.BlockedStage = null;
        foreach (var step in operation.Steps.Where(step => step.State == StepStates.Failed || before.Contains(step.Stage)))
        {
            (step.Failures, step.Unanswered, step.StartedAt) = (0, 0, Now);
            Ask(operation, step);
        }
    }

    /// <summary>Whether every step of the plan is done.</summary>
    public bool IsComplete(OperationState operation) => operation.BlockedStage is null && PlanOf(operation).Steps.All(operation.IsDone);

    /// <summary>The stages that must be complete before the step's own.</summary>
    public IReadOnlySet<string> Before(OperationState operation, StepRow step) => PlanOf(operation).Before(step.Stage);

    /// <summary>How long the step may take.</summary>
    public TimeSpan TimeLimitOf(OperationState operation, StepRow step) => Planned(operation, step).TimeLimit;

    /// <summary>Tells which stage became complete with this step, if one did.</summary>
    public void TellStage(OperationState operation, StepRow step)
    {
        var stage = PlanOf(operation).Stages.Single(stage => stage.Name == step.Stage);
        if (stage.Steps.All(operation.IsDone))
            operation.Tell(Now, "StageDone", stage.Title, stage.Name);
    }

    /// <summary>Notes the end and tells everybody.</summary>
    public void End(OperationState operation, string state)
    {
        (operation.EndedAt, operation.ActiveSet) = (Now, null);
        foreach (var line in PlanOf(operation).Report(operation.Facts()))
            operation.Tell(Now, "Report", line);
        operation.Publish(
            new OperationEnded { OperationId = operation.CorrelationId, ClusterSet = operation.ClusterSet, State = state, Reason = operation.Reason },
            Now);
        operation.Tell(Now, $"Operation{state}", operation.Reason ?? $"{operation.Kind} of {operation.ClusterSet}: {state}");
    }

    /// <summary>Notes the result of a look that no agent has told.</summary>
    private void Note(OperationState operation, StepRow step, string outcome, string reason, string? advice)
    {
        (step.State, step.Outcome, step.Reason, step.Advice, step.EndedAt) = (StepStates.Done, outcome, reason, advice, Now);
        operation.Tell(Now, $"Step{outcome}", reason, step.Stage, step.Id);
    }

    private void StartOrBlock(OperationState operation, Stage stage)
    {
        if (!operation.OnlyLooks && stage.Gate(operation.Facts()).ToList() is { Count: > 0 } findings)
            Block(operation, stage, findings);
        else
            Start(operation, stage);
    }

    private void Start(OperationState operation, Stage stage)
    {
        operation.Tell(Now, "StageStarted", stage.Title, stage.Name);
        foreach (var planned in stage.Steps)
        {
            var step = new StepRow
            {
                OperationId = operation.CorrelationId,
                Id = planned.Id,
                Stage = stage.Name,
                Site = planned.Site,
                Agent = planned.Agent,
                State = StepStates.Sent,
                StartedAt = Now,
            };
            operation.Steps.Add(step);
            Ask(operation, step);
        }
    }

    private void Block(OperationState operation, Stage stage, List<Finding> findings)
    {
        operation.BlockedStage = stage.Name;
        operation.Blame(
            string.Join("; ", findings.Select(finding => $"{finding.Site}: {finding.Reason}")),
            string.Join("; ", findings.Select(finding => finding.Advice).Distinct()));
        foreach (var finding in findings)
            operation.Tell(Now, "StageRefused", $"{finding.Site}: {finding.Reason} ({finding.Advice})", stage.Name);
    }

    private static StepCommand Command(OperationState operation, StepRow step, PlannedStep planned)
    {
        var command = planned.Command(operation.Facts());
        return new StepCommand
        {
            OperationId = operation.CorrelationId,
            StepId = step.Id,
            Attempt = step.Attempt,
            ClusterSet = operation.ClusterSet,
            Site = step.Site,
            Kind = command.GetType().Name,
            Body = Wire.ToJson(command),
            CheckOnly = operation.OnlyLooks,
            TimeLimit = planned.TimeLimit,
        };
    }

    private PlannedStep Planned(OperationState operation, StepRow step) => PlanOf(operation).Steps.Single(planned => planned.Id == step.Id);

    private Plan PlanOf(OperationState operation) => plans.For(operation.Input());
}
