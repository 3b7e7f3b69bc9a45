using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.AgentHost.Steps;

namespace ClusterSetSuite.AgentHost.Running;

/// <summary>What one running step last told about itself; one for each run (scope).</summary>
internal sealed class StepBoard(SecretMask mask) : IStepProgress
{
    private volatile StepNote _note = new("starting", null);
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The last note.</summary>
    public StepNote Note => _note;

    /// <summary>Ends at the next note that differs from the one before.</summary>
    public Task Changed => _changed.Task;

    public void Report(string text, int? percent = null)
    {
        var note = new StepNote(mask.Apply(text), percent);
        if (note == _note)
            return;
        _note = note;
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
