using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using ClusterSetSuite.DnsAgent.Corefiles;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>The reasons for which a Corefile is left alone.</summary>
public static class CorefileVerdict
{
    /// <summary>Somebody broke it: it still serves, but the next DNS pod that starts would crash.</summary>
    public static StepState.Unsafe Broken(CorefileSource source, CorefileFault fault) =>
        new($"the Corefile in ConfigMap {source.Name} is broken, {fault}", fault.Advice);

    /// <summary>Somebody else serves the zone.</summary>
    public static StepState.Unsafe Taken(CorefileSource source, string zone, CorefileBlock block) =>
        new($"the Corefile in ConfigMap {source.Name} already serves {zone} (line {block.Line}), and the block is not the suite's", $"remove the block of {zone}, or set dns.mode: none");

    /// <summary>The own markers were damaged.</summary>
    public static StepState.Unsafe Damaged(CorefileSource source, DamagedMarkersException damaged) =>
        new($"the Corefile in ConfigMap {source.Name}, {damaged.Message}", DamagedMarkersException.Advice);
}
