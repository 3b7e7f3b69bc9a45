using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using ClusterSetSuite.DnsAgent.Corefiles;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>A Corefile's new text, or why there must be none.</summary>
/// <param name="Text">The new text.</param>
/// <param name="Problem">Why not.</param>
public sealed record CorefileChange(string Text, StepState.Unsafe? Problem)
{
    /// <summary>Works out the text with the peers' zones, and checks it before and after.</summary>
    public static CorefileChange Of(CorefileSource source, ForwardZones command, IReadOnlyCollection<string> extraPlugins)
    {
        try
        {
            var foreign = source.Whole(OwnBlock.Remove(source.Text, command.ClusterSet), extraPlugins);
            if (source.Main.Faults is [var broken, ..])
                return new CorefileChange("", CorefileVerdict.Broken(source, broken));
            foreach (var zone in command.Zones)
            {
                if (foreign.Serving(zone.Zone, source.Main.Port) is { } block && !block.Has("forward"))
                    return new CorefileChange("", CorefileVerdict.Taken(source, zone.Zone, block));
            }

            var stubs = StubZones.Text(Own(command, foreign, source.Main.Port), source.Main.Port);
            var own = stubs.Length == 0 ? "" : stubs + LoadMark.Of(stubs).Block(source.Main.Port);
            var text = OwnBlock.Put(source.Text, command.ClusterSet, own);
            return source.Whole(text, extraPlugins).Faults is [var fault, ..]
                ? new CorefileChange("", CorefileVerdict.Broken(source, fault))
                : new CorefileChange(text, null);
        }
        catch (DamagedMarkersException damaged)
        {
            return new CorefileChange("", CorefileVerdict.Damaged(source, damaged));
        }
    }

    /// <summary>The zones that the suite forwards: one that somebody else forwards already is adopted as it is, and has to resolve all the same.</summary>
    public static IReadOnlyList<ForwardedZone> Own(CorefileSource source, ForwardZones command, IReadOnlyCollection<string> extraPlugins) =>
        Own(command, source.Whole(OwnBlock.Remove(source.Text, command.ClusterSet), extraPlugins), source.Main.Port);

    private static List<ForwardedZone> Own(ForwardZones command, Corefile foreign, int port) => [.. command.Zones.Where(zone => foreign.Serving(zone.Zone, port) is null)];

    /// <summary>The text as it was before our change; where others changed it since, only our block is taken out.</summary>
    public static string Undone(CorefileSource source, ForwardZones command)
    {
        var before = source.Map.GetAnnotation(CorefileStore.Before);
        var without = OwnBlock.Remove(source.Text, command.ClusterSet);
        return before is not null && OwnBlock.Remove(before, command.ClusterSet) == without ? before : without;
    }

    /// <summary>The text.</summary>
    /// <exception cref="StepRefusedException">There must be none.</exception>
    public string TextOrRefusal() => Problem is null ? Text : throw new StepRefusedException(Problem.Reason, Problem.Advice);
}
