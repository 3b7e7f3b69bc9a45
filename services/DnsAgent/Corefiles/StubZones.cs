using System.Globalization;
using System.Text;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.DnsAgent.Corefiles;

/// <summary>Writes the server blocks that forward the peers' zones. No <c>loop</c> in them: a detected loop would end the process.</summary>
public static class StubZones
{
    /// <summary>One block a zone, in the order of their names, so that the same zones give the same text.</summary>
    /// <param name="zones">The peers' zones.</param>
    /// <param name="port">The port of the main block.</param>
    public static string Text(IEnumerable<ForwardedZone> zones, int port)
    {
        var text = new StringBuilder();
        foreach (var zone in zones.OrderBy(zone => zone.Zone, StringComparer.Ordinal))
        {
            var upstreams = zone.Upstream.Addresses.Take(CorefileReader.MostUpstreams).Select(address => $"{address}:{zone.Upstream.Port}");
            text.Append(string.Create(CultureInfo.InvariantCulture, $$"""
                {{ZoneKey.Normal(zone.Zone)}}:{{port}} {
                    errors
                    cache 10
                    forward . {{string.Join(' ', upstreams)}} {
                        policy random
                        health_check 5s
                    }
                }

                """));
        }

        return text.ToString();
    }
}
