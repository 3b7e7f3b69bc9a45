using ClusterSetSuite.Failover.Gtids;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Reports;
using ClusterSetSuite.Simulation.Engine;
using ClusterSetSuite.Simulation.Model;

namespace ClusterSetSuite.Simulation.Parties;

/// <summary>Carries out a guard's commands to its group, one after the other.</summary>
internal sealed class GroupDriver(World world, Group group, SiteAgent agent)
{
    private long _freeAt;
    private int _fence;
    private ForceCommand? _force;

    public void Do(GuardEffect effect)
    {
        switch (effect)
        {
            case LookAtGroup: Look(); break;
            case StampMembers stamps: InOrder(0.01, 0.08, () => Stamp(stamps)); break;
            case ClimbRung climb: Climb(climb); break;
            case OpenGroup open: Open(open); break;
            case SetOffline set: InOrder(0.01, 0.1, () => group.SetOffline(set.IsOffline, set.Members)); break;
            case StartServers: InOrder(0.01, 0.1, Start); break;
            case RunForce run: Force(run); break;
            case CancelForce cancel when _force?.Attempt == cancel.Attempt: _force.Kill(); break;
            default: break;
        }
    }

    /// <summary>The agent died: what it has sent is on its way, its force command dies with it.</summary>
    public void Stop()
    {
        _force?.Kill();
        _freeAt = 0;
    }

    private void InOrder(double low, double high, Action act)
    {
        _freeAt = Math.Max(_freeAt, world.Now) + world.Rng.Seconds(low, high).Micros;
        var fence = _fence;
        world.At(_freeAt, () =>
        {
            if (!group.IsCutFromGuard && fence == _fence)
                act();
        });
    }

    private void Answer(GuardEvent answer)
    {
        var life = agent.Life;
        if (agent.IsAlive)
            world.After(world.Rng.Seconds(0.001, 0.02), () =>
            {
                if (life == agent.Life)
                    agent.Run(() => agent.Step(answer));
            });
    }

    private void Look()
    {
        var askedAt = agent.Clock;
        world.After(group.IsCutFromGuard ? Span.Of(0.8) : world.Rng.Seconds(0.005, 0.1), () => Answer(new GroupLooked(Seen(askedAt))));
    }

    private GroupLook Seen(TimeSpan askedAt)
    {
        var isReached = !group.IsCutFromGuard && group.Members.Any(member => member.Answers);
        var receiving = !isReached || group.Source < 0 || !group.HasQuorum ? Receiving.Unknown : world.Now - group.ReceivedAt <= 4_000_000 ? Receiving.Yes : Receiving.No;
        return new()
        {
            AskedAt = askedAt,
            Members = [.. group.Members.Select(Seen)],
            IsSetPrimary = isReached && group.IsSetPrimary,
            Health = group.IsCutFromGuard ? GroupHealth.Unknown : group.AliveCount == 0 ? GroupHealth.Offline : group.Health,
            Receiving = receiving,
            HeartbeatRowAge = isReached && group.HeartbeatRow > 0 ? TimeSpan.FromMicroseconds(world.Has(Planted.Loss) ? 0 : world.Now - group.HeartbeatRow) : null,
            Received = isReached ? group.Received.ToGtidSet() : GtidSet.Empty,
            Executed = isReached ? group.Executed.ToGtidSet() : GtidSet.Empty,
        };
    }

    private MemberLook Seen(Member member)
    {
        var state = group.IsCutFromGuard || member.IsFrozen ? MemberState.Unknown
            : !member.IsAlive ? MemberState.Stopped
            : member.IsReadOnly ? MemberState.ReadOnly : MemberState.Writable;
        var clock = world.Options.IsEnforcerArmed && !group.IsCutFromGuard && member.IsAlive ? member.EnforcerClock(world.Now) : (TimeSpan?)null;
        return new(member.Name, state, member.IsOffline, clock, member.Stamp);
    }

    private void Stamp(StampMembers stamps)
    {
        foreach (var (name, stamp) in stamps.Stamps)
            foreach (var member in group.Members)
                if (member.Name == name && member.IsAlive && (member.Stamp is null || member.Stamp.Sequence < stamp.Sequence))
                    member.Stamp = stamp;
        Answer(new StampsLeft());
    }

    private void Climb(ClimbRung climb)
    {
        if (world.Has(Planted.Fence))
        {
            Answer(new RungEnded(climb.Attempt, true, ""));
            return;
        }

        // A rung cancels what is under way to the members.
        _fence++;
        _freeAt = 0;
        var isStop = climb.Rung == FenceRung.Stop;
        InOrder(isStop ? 0.3 : 0.02, isStop ? climb.Limit.TotalSeconds * 0.8 : climb.Limit.TotalSeconds * 0.3, () => Carry(climb));
    }

    private void Carry(ClimbRung climb)
    {
        switch (climb.Rung)
        {
            case FenceRung.ReadOnly when group.Hangs: return;
            case FenceRung.ReadOnly: group.GroupAction = false; break;
            case FenceRung.Offline: (group.Hangs, group.GroupAction) = (false, false); group.SetOffline(true); break;
            default: StopServers(); break;
        }

        group.SetReadOnly(true);
        var isProven = group.Members.All(member => !member.IsAlive || (!member.IsFrozen && member.IsReadOnly));
        Answer(new RungEnded(climb.Attempt, isProven, "a member does not answer"));
    }

    private void StopServers()
    {
        group.IsScaledToZero = agent.State.Newest is { HoldsFence: true, StopServers: true };
        group.KillAll();
    }

    private void Open(OpenGroup open) => InOrder(0.02, 0.4, () =>
    {
        var canOpen = group.HasQuorum && !group.Hangs;
        if (canOpen)
        {
            world.Invariants.Opened(agent);
            group.GroupAction = true;
            group.SetOffline(false);
            group.SetReadOnly(false);
        }

        Answer(new OpenEnded(open.Attempt, canOpen));
    });

    private void Start()
    {
        group.IsScaledToZero = false;
        group.StartAll();
    }

    private void Force(RunForce run)
    {
        _force?.Kill();
        _force = new(world, group, run, (outcome, words) => Answer(new ForceEnded(run.Attempt, outcome, words)));
        if (!group.IsCutFromGuard)
            _force.Start();
    }
}
