namespace ClusterSetSuite.Tests.Shared;

/// <summary>Plays a controller that an API server alone does not have.</summary>
internal static class Played
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Plays it again and again while something else is done.</summary>
    public static async Task While(Func<CancellationToken, Task> controller, Func<Task> done, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var playing = Play(controller, end.Token);
        await Task.WhenAny(done(), playing).Unwrap(); // a controller that fails ends the test with its fault
        await end.CancelAsync();
        await playing;
    }

    private static async Task Play(Func<CancellationToken, Task> controller, CancellationToken ct)
    {
        try
        {
            for (; ; await Task.Delay(Pause, ct))
                await controller(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // what was done is done
        }
    }
}
