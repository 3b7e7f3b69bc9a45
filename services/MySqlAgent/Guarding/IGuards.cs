namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>The guards of this site's clusters.</summary>
public interface IGuards
{
    /// <summary>What the guard of this site's cluster in a set still does to its servers, in words; empty when all is left alone, null where there is no guard (it begins some seconds after its cluster was marked, or the agent started).</summary>
    /// <param name="set">The ClusterSet's name.</param>
    IReadOnlyList<string>? HoldOf(string set);

    /// <summary>Has that guard enforce nothing any more; what it did to its servers is taken back in the seconds that follow.</summary>
    /// <param name="set">The ClusterSet's name.</param>
    void Release(string set);
}
