namespace ClusterSetSuite.Simulation.Engine;

/// <summary>A safeguard that is taken away, to see that the simulation notices. It is taken away in the simulated shell: the cores have no switch for it.</summary>
[Flags]
internal enum Planted
{
    None = 0,

    /// <summary>Fences are reported and not carried out, by the guard and by the second enforcers.</summary>
    Fence = 1,

    /// <summary>Agents take commands of any epoch.</summary>
    Epoch = 2,

    /// <summary>Sites promise whenever they are asked, and remember nothing of it.</summary>
    Promise = 4,

    /// <summary>Sites say that they have applied all they received.</summary>
    Drain = 8,

    /// <summary>"P still replicates to me" is heard as "no".</summary>
    Veto = 16,

    /// <summary>The second enforcers do nothing.</summary>
    Enforcer = 32,

    /// <summary>What agents keep is lost when they restart.</summary>
    Durable = 64,

    /// <summary>The database writes every swap, whatever its epoch.</summary>
    Cas = 128,

    /// <summary>A detector takes itself for the active one without asking the database.</summary>
    Confirm = 256,

    /// <summary>Holders use leases and promises longer than granted.</summary>
    Expiry = 512,

    /// <summary>Servers start without offline_mode.</summary>
    Offline = 1024,

    /// <summary>The witness is always heard.</summary>
    Witness = 2048,

    /// <summary>The loss that is told is always small.</summary>
    Loss = 4096,

    /// <summary>Lost sites are let go with all others when nothing is enforced any more.</summary>
    Quarantine = 8192,
}
