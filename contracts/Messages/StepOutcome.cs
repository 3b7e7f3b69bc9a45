namespace ClusterSetSuite.Contracts.Messages;

/// <summary>The ends a step can come to.</summary>
public enum StepOutcome
{
    /// <summary>The change was made and verified.</summary>
    Done,

    /// <summary>The system was already as wanted; nothing was changed.</summary>
    AlreadyDone,

    /// <summary>Only for a check: the change is still to be made.</summary>
    Needed,

    /// <summary>Making the change would be unsafe; nothing was changed.</summary>
    Refused,

    /// <summary>The step could not be brought to its end.</summary>
    Failed,
}
