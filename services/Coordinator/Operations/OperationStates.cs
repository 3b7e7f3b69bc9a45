namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>The states of an operation, as they are stored and shown.</summary>
public static class OperationStates
{
    /// <summary>Asked for, not begun.</summary>
    public const string Initial = "Initial";

    /// <summary>Stages start as soon as they may.</summary>
    public const string Running = "Running";

    /// <summary>Something failed; no stage starts, and the steps still running are waited for.</summary>
    public const string Stopping = "Stopping";

    /// <summary>Cancelled by a person; the steps still running are waited for.</summary>
    public const string Cancelling = "Cancelling";

    /// <summary>Every step is done.</summary>
    public const string Completed = "Completed";

    /// <summary>Nothing of it runs any more; it can be resumed.</summary>
    public const string Failed = "Failed";

    /// <summary>Nothing of it runs any more; it can be resumed.</summary>
    public const string Cancelled = "Cancelled";

    /// <summary>Whether nothing of it runs any more.</summary>
    public static bool IsEnded(string state) => state is Completed or Failed or Cancelled;
}
