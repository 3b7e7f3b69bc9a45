using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Reports;
using ClusterSetSuite.Simulation.Engine;

namespace ClusterSetSuite.Simulation.Model;

/// <summary>An InnoDB Cluster of three servers, its clients, its channel from another site, and the MySQL Operator's repairs.</summary>
internal sealed class Group
{
    private const int Size = 3;
    private static readonly Span Tick = Span.Of(0.25);

    private readonly World _world;
    private bool _isElecting;
    private bool _wasWritable;
    private int _primaryLife;
    private bool _isRepairing;

    public Group(World world, int site)
    {
        (_world, Site, Origin) = (world, site, site);
        Members = [.. Enumerable.Range(0, Size).Select(i => NewMember(world, site, i))];
        IsSetPrimary = site == 0;
        Source = site == 0 ? -1 : 0;
        GroupAction = site == 0;
        foreach (var member in Members)
            (member.IsOffline, member.IsReadOnly) = (false, site != 0 || member != Members[0]);
        world.After(world.Rng.Seconds(0, 0.25), Live);
        world.After(world.Rng.Seconds(0, 1), Enforce);
    }

    public int Site { get; }

    public int Place => World.PlaceOf(Site);

    public Member[] Members { get; }

    /// <summary>Which member is the group's primary.</summary>
    public int Primary { get; private set; }

    /// <summary>Whether the group runs; false after an outage of all members until it is rebooted.</summary>
    public bool IsRunning { get; private set; } = true;

    /// <summary><c>mysql_disable_super_read_only_if_primary</c>.</summary>
    public bool GroupAction { get; set; }

    /// <summary>What its own metadata says; a group that was away believes what it believed.</summary>
    public bool IsSetPrimary { get; set; }

    /// <summary>The site that it replicates from; -1 for none.</summary>
    public int Source { get; set; }

    /// <summary>The numbering of its own writes.</summary>
    public int Origin { get; private set; }

    public Progress Executed { get; } = new();

    public Progress Received { get; } = new();

    /// <summary>When its channel last got anything.</summary>
    public long ReceivedAt { get; set; }

    /// <summary>The newest heartbeat row: when the primary site wrote it.</summary>
    public long HeartbeatRow { get; set; }

    /// <summary>Until when its applier does not work.</summary>
    public long ApplierStoppedUntil { get; set; }

    /// <summary>Whether a statement hangs, so that SET super_read_only waits.</summary>
    public bool Hangs { get; set; }

    /// <summary>Scaled to nothing by the guard: nothing starts it but the guard.</summary>
    public bool IsScaledToZero { get; set; }

    /// <summary>Whether the operator's repairs fail.</summary>
    public bool IsBeyondRepair { get; set; }

    /// <summary>No power: nothing starts.</summary>
    public bool IsDark { get; private set; }

    /// <summary>Whether the guard can not reach its own group.</summary>
    public bool IsCutFromGuard { get; set; }

    public int AliveCount => Members.Count(member => member.IsAlive);

    public bool HasQuorum => IsRunning && Members.Count(member => member.Answers) * 2 > Size;

    /// <summary>The servers' own view: a member takes clients' writes.</summary>
    public bool IsWritable
    {
        get
        {
            foreach (var member in Members)
                if (member.AcceptsWrites)
                    return true;
            return false;
        }
    }

    public GroupHealth Health => !Members.Any(member => member.Answers) ? GroupHealth.Unknown
        : !IsRunning ? GroupHealth.Offline
        : !HasQuorum ? GroupHealth.NoQuorum
        : HasPrimary ? GroupHealth.Online : GroupHealth.Unknown;

    // A primary that was restarted has left its group, however fast it came back: the group elects another.
    private bool HasPrimary => Members[Primary].Answers && Members[Primary].Life == _primaryLife;

    /// <summary>Its state for a broken invariant.</summary>
    public string Words => $"{World.NameOf(Site)}{(IsSetPrimary ? " (primary)" : "")} {Health}, action {(GroupAction ? "on" : "off")}: {string.Join(", ", Members.Select(member => $"{member.Name} {member.Words}"))}";

    /// <summary>All its own changes of who may write go through here, so that the invariants are looked at in that same instant.</summary>
    public void Changed()
    {
        var isWritable = IsWritable;
        if (isWritable != _wasWritable)
            _world.Log($"{World.NameOf(Site)} {(isWritable ? "takes writes" : "takes no writes any more")}");
        _wasWritable = isWritable;
        _world.Invariants.LookAtWriters();
    }

    public void SetReadOnly(bool isReadOnly)
    {
        foreach (var member in Members)
            if (member.Answers && (isReadOnly || member == Members[Primary]))
                member.IsReadOnly = isReadOnly;
        Changed();
    }

    /// <summary>Sets it on these members, or on all, as far as they answer.</summary>
    public void SetOffline(bool isOffline, IReadOnlyCollection<string>? names = null)
    {
        foreach (var member in Members)
            if (member.Answers && names?.Contains(member.Name) != false)
                member.IsOffline = isOffline;
        Changed();
    }

    public void Freeze(int count, Span length)
    {
        _world.Log($"{count} members of {World.NameOf(Site)} hang for {length.Seconds:0.0} s");
        foreach (var member in Members.Take(count))
            if (member.IsAlive)
            {
                var life = member.Life;
                member.IsFrozen = true;
                _world.After(length, () => Thaw(member, life));
            }

        Elect();
    }

    public void Kill(Member member)
    {
        if (!member.IsAlive)
            return;
        (member.IsAlive, member.IsFrozen, member.Stamp) = (false, false, null);
        member.Life++;
        if (AliveCount == 0)
            IsRunning = false;
        Elect();
        if (!IsScaledToZero && !IsDark)
            StartLater(member);
    }

    public void KillAll()
    {
        Hangs = false;
        foreach (var member in Members)
            Kill(member);
    }

    public void PowerOff()
    {
        _world.Log($"the machines of {World.NameOf(Site)} lose power");
        IsDark = true;
        KillAll();
    }

    public void PowerOn()
    {
        IsDark = false;
        StartAll();
    }

    public void StartAll()
    {
        foreach (var member in Members)
            if (!member.IsAlive && !IsScaledToZero && !IsDark)
                StartLater(member);
    }

    /// <summary>Made anew by clone from the primary site, with a numbering of its own.</summary>
    public void CloneFrom(Group source)
    {
        _world.Log($"{World.NameOf(Site)} is made anew by clone from {World.NameOf(source.Site)}");
        Executed.Become(source.Executed);
        Received.Clear();
        Origin = _world.Ledger.NewOrigin();
        Follow(source.Site);
    }

    /// <summary>Becomes a replica cluster of the source.</summary>
    public void Follow(int source)
    {
        (Source, IsSetPrimary, GroupAction) = (source, false, false);
        SetReadOnly(true);
    }

    /// <summary>The MySQL Operator, or a person in a hurry: force quorum or reboot from complete outage. It knows nothing of rights.</summary>
    public void Repair()
    {
        if (IsBeyondRepair || HasQuorum || AliveCount == 0 || !Members.Any(member => member.Answers))
            return;
        var isReboot = !IsRunning;
        _world.Log($"{World.NameOf(Site)}: {(isReboot ? "reboot from complete outage" : "force quorum")} by the operator");
        IsRunning = true;
        Primary = Array.FindIndex(Members, member => member.Answers);
        if (isReboot && IsSetPrimary)
            GroupAction = true;
        foreach (var member in Members)
            if (!member.IsAlive && !IsScaledToZero && !IsDark)
                StartLater(member);
        BecomePrimary();
    }

    /// <summary>Time goes on: clients write, the channel receives and applies, the operator looks.</summary>
    private void Live()
    {
        Write();
        Replicate();
        Apply();
        if (!HasQuorum && !_isRepairing && AliveCount > 0)
        {
            _isRepairing = true;
            _world.After(_world.Rng.Seconds(4, 20), () =>
            {
                _isRepairing = false;
                Repair();
            });
        }

        _world.After(Tick, Live);
    }

    private void Write()
    {
        if (Hangs || !HasQuorum || !Members[Primary].AcceptsWrites)
            return;
        HeartbeatRow = _world.Now;
        var writes = _world.Rng.Below(3);
        for (var i = 0; i < writes; i++)
            Executed[Origin] = _world.Ledger.Write(Origin, _world.Now);
        if (writes > 0)
            _world.Invariants.Wrote(this);
    }

    private void Replicate()
    {
        if (Source < 0 || !HasQuorum)
            return;
        var source = _world.Groups[Source];
        if (!source.HasQuorum || !source.Members[source.Primary].Answers || !_world.Network.AreConnected(Place, source.Place))
            return;
        if (!source.Executed.Contains(Executed) || _world.Rng.Chance(0.3))
            return;
        Received.Add(source.Executed);
        ReceivedAt = _world.Now;
        HeartbeatRow = Math.Max(HeartbeatRow, source.HeartbeatRow);
    }

    private void Apply()
    {
        if (HasQuorum && _world.Now >= ApplierStoppedUntil)
            Executed.Add(Received);
    }

    private void Elect()
    {
        Changed();
        if (_isElecting || HasPrimary || !IsRunning)
            return;
        _isElecting = true;
        _world.After(_world.Rng.Seconds(1, 6), () =>
        {
            _isElecting = false;
            if (!HasQuorum || HasPrimary)
                return;
            Primary = Array.FindIndex(Members, member => member.Answers);
            _world.Log($"{World.NameOf(Site)} elects {Members[Primary].Name}");
            BecomePrimary();
        });
    }

    private void BecomePrimary()
    {
        _primaryLife = Members[Primary].Life;
        foreach (var member in Members)
            if (member.Answers)
                member.IsReadOnly = !GroupAction || member != Members[Primary];
        Changed();
    }

    private void Thaw(Member member, int life)
    {
        if (member.Life != life || !member.IsFrozen)
            return;
        member.IsFrozen = false;
        // Expelled meanwhile: the group made another one primary, and this one comes back read-only.
        if (member != Members[Primary])
            member.IsReadOnly = true;
        Elect(); // the primary may have been lost while nobody could elect
    }

    private void StartLater(Member member)
    {
        var life = member.Life;
        _world.After(_world.Rng.Seconds(3, 12), () =>
        {
            if (member.IsAlive || member.Life != life || IsScaledToZero || IsDark)
                return;
            (member.IsAlive, member.IsReadOnly, member.IsOffline, member.Stamp) = (true, true, !_world.Has(Planted.Offline), null);
            Elect();
        });
    }

    private void Enforce()
    {
        if (_world.Options.IsEnforcerArmed && !_world.Has(Planted.Fence) && !_world.Has(Planted.Enforcer))
            foreach (var member in Members)
                if (member.IsAlive && SecondEnforcer.MustStop(member.Stamp, member.EnforcerClock(_world.Now), member.IsFrozen ? null : member.AcceptsWrites))
                    EnforceOn(member);
        _world.After(Span.Of(_world.Options.Timers.EnforcerPeriod), Enforce);
    }

    private void EnforceOn(Member member)
    {
        var life = member.Life;
        _world.Log($"the second enforcer stops {member.Name}");
        _world.After(_world.Rng.Seconds(0.05, _world.Options.Timers.EnforcerKill.TotalSeconds), () =>
        {
            if (member.Life == life)
                Kill(member);
        });
    }

    private static Member NewMember(World world, int site, int i) =>
        new($"{World.NameOf(site)}-{i}", 1 + ((world.Rng.Fraction() - 0.5) * 2 * world.Drift), world.Rng.Between(0, 1_000_000_000));
}
