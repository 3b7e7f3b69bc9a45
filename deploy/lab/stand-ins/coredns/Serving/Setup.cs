using ARSoft.Tools.Net;
using ClusterSetSuite.Lab.CoreDns.Corefiles;
using ClusterSetSuite.Lab.CoreDns.Plugins;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>Makes a configuration from the blocks of a Corefile.</summary>
/// <param name="shared">What outlives a reload.</param>
public sealed class Setup(Shared shared)
{
    private TimeSpan? _reload;
    private readonly List<WebPage> _pages = [];

    /// <summary>Sets every block up.</summary>
    /// <exception cref="CorefileException">The configuration can not be started.</exception>
    public Configuration Make(string file, string text)
    {
        var blocks = CorefileParser.Parse(file, text, KnownPlugins.All);
        var keys = new HashSet<(DomainName, int)>();
        var servers = new List<Server>();
        foreach (var block in blocks)
        {
            var zones = block.Keys.Select(key => ZoneNames.Key(key, shared.DefaultPort)).ToList();
            foreach (var (zone, port) in zones)
            {
                if (!keys.Add((zone, port)))
                    throw new CorefileException($"cannot serve dns://{Text(zone)}:{port} - it is already defined");
            }

            var address = block.Directives.FirstOrDefault(d => d.Name == "bind")?.Argument ?? "0.0.0.0";
            servers.AddRange(zones.Select(key => new Server(key.Zone, key.Port, address, Chain(block, zones[0].Zone, [.. zones.Select(k => k.Zone)], key.Port))));
        }

        return new Configuration(text, servers, _pages, _reload);
    }

    private List<IHandler> Chain(ServerBlock block, DomainName zone, IReadOnlyList<DomainName> zones, int port) =>
        [.. block.Directives.Select(directive => Handler(directive, zone, zones, port)).OfType<IHandler>().OrderBy(handler => handler.Order)];

    private IHandler? Handler(Directive directive, DomainName zone, IReadOnlyList<DomainName> zones, int port)
    {
        switch (directive.Name)
        {
            case "forward": return Forward.Of(directive);
            case "cache": return Cache.Of(directive);
            case "kubernetes": return KubernetesPlugin.Of(directive, zones, shared);
            case "hosts": return Hosts.Of(directive, zones);
            case "loop": return new Loop(zone, port);
            case "reload": _reload = Durations.Reload(directive); return null;
            case "health": _pages.Add(WebPage.Of(directive, 8080, "/health", _ => (200, "OK"))); return null;
            case "ready": _pages.Add(WebPage.Of(directive, 8181, "/ready", _ => shared.Ready ? (200, "OK") : (503, "kubernetes"))); return null;
            case "prometheus": _pages.Add(WebPage.Of(directive, 9153, "/metrics", _ => (200, shared.Metrics.Text()))); return null;
        }

        return KnownPlugins.Inert.Contains(directive.Name) || directive.Name == "bind"
            ? null
            : throw directive.Error(directive.Tokens[0], "this plugin is not part of the lab's server");
    }

    private static string Text(DomainName zone) => zone.LabelCount == 0 ? "." : $"{zone.ToString().TrimEnd('.')}.";
}
