namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>Wakes everybody in this process who waits for something to be committed.</summary>
public sealed class CommitSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next commit. Take it before looking at the database, else a commit in between is missed.</summary>
    public Task Next => _next.Task;

    /// <summary>Something was committed.</summary>
    public void Wake() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits for a commit, but no longer than the limit (commits of other processes do not wake this one).</summary>
    public static async Task Wait(Task next, TimeSpan limit, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            await next.WaitAsync(limit, clock, ct);
        }
        catch (TimeoutException)
        {
            // The limit is as good a reason to look again as a commit is.
        }
    }
}
