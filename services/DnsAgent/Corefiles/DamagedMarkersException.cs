namespace ClusterSetSuite.DnsAgent.Corefiles;

/// <summary>The own marker comments are not one pair: somebody cut or copied them.</summary>
/// <param name="line">The marker that has no partner.</param>
/// <param name="marker">Its text.</param>
public sealed class DamagedMarkersException(int line, string marker) : Exception($"line {line}: the marker '{marker}' has no partner or stands twice")
{
    /// <summary>What to do.</summary>
    public static string Advice => "delete everything between the clusterset markers, and the markers, in the ConfigMap; the suite writes them anew";
}
