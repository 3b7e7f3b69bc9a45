namespace ClusterSetSuite.Failover.Detector;

/// <summary>Why nothing is promoted though the evidence may be there.</summary>
[Flags]
public enum Holds
{
    /// <summary>No reason.</summary>
    None = 0,

    /// <summary>Another detector is active, or this one is warming up.</summary>
    NotActive = 1,

    /// <summary>The database has not confirmed that this detector is the active one.</summary>
    NotConfirmed = 2,

    /// <summary>A replica cluster says that it receives from the primary site: the veto.</summary>
    StillReplicating = 4,

    /// <summary>No site may be promoted: the primary's guard has not said that it knows which promises it needs.</summary>
    NobodyPromotable = 8,

    /// <summary>ClusterSets on different sites look dead at once: the observer is suspect.</summary>
    SeveralSetsDead = 16,

    /// <summary>Maintenance.</summary>
    Maintenance = 32,

    /// <summary>An automatic failover within the last hour that nobody acknowledged.</summary>
    FailedOverRecently = 64,

    /// <summary>The primary site's pods had no second enforcer.</summary>
    EnforcerNotArmed = 128,

    /// <summary>The mode is not automatic.</summary>
    ModeNotAutomatic = 256,

    /// <summary>The estimated loss is above maxDataLoss or unknown, or the channel was broken before.</summary>
    LossNotAllowed = 512,

    /// <summary>Reasons that no person's approval takes away.</summary>
    Hard = NotActive | NotConfirmed | StillReplicating | NobodyPromotable,
}
