using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Simulation.Engine;

namespace ClusterSetSuite.Simulation.Model;

/// <summary>AdminAPI's forcePrimaryCluster and setPrimaryCluster, as they were seen to behave: they can refuse, hang, and have their effect after they were killed.</summary>
internal sealed class ForceCommand(World world, Group target, RunForce command, Action<ForceOutcome, string> answer)
{
    private bool _hasActed;
    private bool _isKilled;
    private bool _isOver;

    public long Attempt => command.Attempt;

    private PendingPromotion Promotion => command.Record.Promotion!;

    private Group From => world.Groups[World.SiteOf(Promotion.From)];

    private bool IsSwitch => Promotion.Kind == PromotionKind.Switchover;

    public void Start()
    {
        world.Log($"{World.NameOf(target.Site)} runs {(IsSwitch ? "setPrimaryCluster" : "forcePrimaryCluster")} with epoch {command.Record.Epoch}");
        var hangs = world.Rng.Chance(world.Options.ForceHangs);
        world.After(hangs ? world.Rng.Seconds(1, 20) : world.Rng.Seconds(0.3, 3), () => Act(hangs));
        world.After(Span.Of(command.Deadline), () => End(ForceOutcome.TimedOut, "deadline"));
    }

    /// <summary>The process is killed; a statement that is already under way may still be carried out.</summary>
    public void Kill()
    {
        if (_isOver)
            return;
        _isKilled = true;
        _isOver = true;
        if (!_hasActed && world.Rng.Chance(0.3))
            world.After(world.Rng.Seconds(0, 0.5), Promote);
    }

    private void Act(bool hangs)
    {
        if (_isOver)
            return;
        if (WhyNot() is { } refusal)
            End(refusal.Outcome, refusal.Words);
        else
        {
            _hasActed = true;
            Promote();
            if (!hangs)
                End(ForceOutcome.Succeeded, "");
        }
    }

    private (ForceOutcome Outcome, string Words)? WhyNot()
    {
        if (!target.Executed.Contains(target.Received) && !world.Has(Planted.Drain))
            return (ForceOutcome.NotDrained, "received transactions are not executed");
        if (!target.HasQuorum || !target.Members[target.Primary].Answers)
            return (ForceOutcome.Refused, "the group has no quorum");
        var isReachable = world.Network.AreConnected(target.Place, From.Place) && From.Members.Any(member => member.Answers);
        return isReachable == IsSwitch ? null : (ForceOutcome.Refused, IsSwitch ? "the primary cluster is not available" : "MYSQLSH 51615");
    }

    private void Promote()
    {
        if (!target.HasQuorum || !target.Members[target.Primary].Answers || (_isKilled && !target.Executed.Contains(target.Received)))
            return;
        world.Invariants.Promoted(target, From, command.Record);
        target.Received.Clear();
        (target.IsSetPrimary, target.Source, target.GroupAction) = (true, -1, true);
        if (IsSwitch)
            From.Follow(target.Site);
        target.SetReadOnly(false);
        foreach (var other in world.Groups)
            if (other != target && other.HasQuorum && world.Network.AreConnected(target.Place, other.Place) && other.Source >= 0 && !Promotion.Invalidated.Contains(World.NameOf(other.Site)))
                other.Follow(target.Site);
    }

    private void End(ForceOutcome outcome, string words)
    {
        if (_isOver)
            return;
        _isOver = true;
        answer(outcome, words);
    }
}
