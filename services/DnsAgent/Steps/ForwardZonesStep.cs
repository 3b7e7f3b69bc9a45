using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using ClusterSetSuite.DnsAgent.Corefiles;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>Forwards the peers' zones, proves it by resolving, and puts the old Corefile back when that fails.</summary>
public sealed class ForwardZonesStep(
    ClusterDnsFinder finder, CorefileStore store, ZoneRules rules, DnsReload reload, PeerNames names, Eventually eventually, IStepProgress progress, IOptions<DnsOptions> options)
    : IStep<ForwardZones>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(ForwardZones command, CancellationToken ct)
    {
        var seen = await Finding.Of(() => Source(command, ct));
        if (seen.Problem is { } none)
            return none;
        var edit = CorefileChange.Of(seen.Value!, command, store.ExtraPlugins);
        if (edit.Problem is not null)
            return edit.Problem;
        if (await rules.Problem(command.Zones, ct) is { } wrong)
            return wrong;
        if (edit.Text != seen.Value!.Text)
            return StepState.Needs(command.Zones.Count == 0
                ? $"ConfigMap {seen.Value.Name} still forwards zones for {command.ClusterSet}"
                : $"ConfigMap {seen.Value.Name} does not forward {string.Join(", ", command.Zones.Select(zone => zone.Zone))} yet");
        var unanswered = await Wrong(command, seen.Value, ct);
        return unanswered.Count == 0 ? StepState.IsDone() : StepState.Needs(unanswered[0]);
    }

    /// <inheritdoc/>
    public async Task Apply(ForwardZones command, CancellationToken ct)
    {
        var text = await store.Edit(seen => Source(command, seen), source => CorefileChange.Of(source, command, store.ExtraPlugins).TextOrRefusal(), ct);
        await Hasten(command, text, ct);
    }

    /// <inheritdoc/>
    public async Task<StepState> Verify(ForwardZones command, CancellationToken ct)
    {
        progress.Report("waiting until every DNS pod has read the new Corefile");
        var proof = await Source(command, ct);
        var wrong = await eventually.Look(look => Wrong(command, proof, look), seen => seen.Count == 0, options.Value.Interval, options.Value.ReloadLimit, ct);
        var source = await Source(command, ct);
        if (wrong.Count == 0)
        {
            await store.NoteProven(source, ct);
            return StepState.IsDone();
        }

        var proven = CorefileStore.IsProven(source);
        if (!proven)
            await PutBack(command, ct);
        throw new StepFailedException(
            $"after {options.Value.ReloadLimit.TotalSeconds:0} s the peers' names do not resolve{(proven ? " though this Corefile worked before" : ", so the old Corefile was put back")}: {string.Join("; ", wrong)}",
            "see the logs of the DNS pods (a line '[WARNING] plugin/reload' or '[ERROR] plugin/reload'), and whether the peer's nodes answer on their DNS NodePort from here; then resume the operation",
            retriable: false);
    }

    private async Task<IReadOnlyList<string>> Wrong(ForwardZones command, CorefileSource source, CancellationToken ct)
    {
        if (command.Zones.Count == 0)
            return []; // nothing is forwarded any more, so there is nothing to prove
        var own = CorefileChange.Own(source, command, store.ExtraPlugins);
        return own.Count == 0
            ? await names.Wrong(command.Zones, ct)
            : await names.Wrong(command.Zones, LoadMark.Of(StubZones.Text(own, source.Main.Port)), ct);
    }

    private async Task PutBack(ForwardZones command, CancellationToken ct)
    {
        progress.Report("putting the old Corefile back");
        var text = await store.Edit(seen => Source(command, seen), source => CorefileChange.Undone(source, command), ct);
        await Hasten(command, text, ct);
    }

    private async Task Hasten(ForwardZones command, string text, CancellationToken ct)
    {
        var dns = await finder.Find(ct);
        await reload.Hasten(dns, await store.Read(dns, command.ClusterSet, ct), text, ct);
    }

    private async Task<CorefileSource> Source(ForwardZones command, CancellationToken ct) => await store.Read(await finder.Find(ct), command.ClusterSet, ct);
}
