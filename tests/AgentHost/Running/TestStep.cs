using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.AgentHost.Tests.Running;

/// <summary>A command whose step does what the test says.</summary>
public sealed record Probe(string Text) : IStepCommand;

/// <summary>What the step of <see cref="Probe"/> does; the lists tell what happened.</summary>
public sealed class ProbeScript
{
    private int _checks;
    private int _applies;

    public Func<Probe, CancellationToken, Task<StepState>> Check { get; set; } = (_, _) => Task.FromResult(StepState.Needs("it is not there"));

    public Func<Probe, IStepProgress, CancellationToken, Task> Apply { get; set; } = (_, _, _) => Task.CompletedTask;

    public Func<Probe, CancellationToken, Task<StepState>> Verify { get; set; } = (_, _) => Task.FromResult(StepState.IsDone());

    public int Checks => _checks;

    public int Applies => _applies;

    public void CountCheck() => Interlocked.Increment(ref _checks);

    public void CountApply() => Interlocked.Increment(ref _applies);
}

internal sealed class ProbeStep(ProbeScript script, IStepProgress progress) : IStep<Probe>
{
    public Task<StepState> Check(Probe command, CancellationToken ct)
    {
        script.CountCheck();
        return script.Check(command, ct);
    }

    public Task Apply(Probe command, CancellationToken ct)
    {
        script.CountApply();
        return script.Apply(command, progress, ct);
    }

    public Task<StepState> Verify(Probe command, CancellationToken ct) => script.Verify(command, ct);
}
