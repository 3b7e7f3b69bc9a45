namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>The states of a step, as they are stored and shown.</summary>
public static class StepStates
{
    /// <summary>Not asked for yet; such a step has no row.</summary>
    public const string Planned = "Planned";

    /// <summary>Its agent was asked and has not answered.</summary>
    public const string Sent = "Sent";

    /// <summary>Failed in a way that asking again can help; asked again at its time.</summary>
    public const string Waiting = "Waiting";

    /// <summary>Answered with done or already done; where nothing is changed, answered at all.</summary>
    public const string Done = "Done";

    /// <summary>Refused, failed or not answered; asked again when the operation is resumed.</summary>
    public const string Failed = "Failed";
}
