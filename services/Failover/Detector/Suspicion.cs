namespace ClusterSetSuite.Failover.Detector;

/// <summary>Tells the fleet that this primary has been silent for half of the failover delay, so that detectors of several sets can suspect the observer.</summary>
internal static class Suspicion
{
    public static void Share(DetectorTurn turn)
    {
        var suspects = turn.Primary.SilentSince is { } since && turn.Now - since >= turn.Timers.FailoverDelay / 2;
        if (suspects == turn.State.Suspects)
            return;
        turn.State = turn.State with { Suspects = suspects };
        turn.Emit(new ShareSuspicion(suspects, turn.Record.Primary));
    }
}
