namespace ClusterSetSuite.Failover.Gtids;

/// <summary>Arithmetic on sorted intervals that neither overlap nor touch.</summary>
internal static class GtidIntervals
{
    /// <summary>Sorts and joins any intervals.</summary>
    public static GtidInterval[] Normalize(IEnumerable<GtidInterval> intervals)
    {
        var result = new List<GtidInterval>();
        foreach (var next in intervals.OrderBy(interval => interval.First))
            if (result.Count > 0 && next.First <= result[^1].Last + 1)
                result[^1] = new(result[^1].First, Math.Max(result[^1].Last, next.Last));
            else
                result.Add(next);
        return [.. result];
    }

    /// <summary>Whether every number of <paramref name="inner"/> is in <paramref name="outer"/>.</summary>
    public static bool Contains(GtidInterval[] outer, GtidInterval[] inner)
    {
        var at = 0;
        foreach (var part in inner)
        {
            while (at < outer.Length && outer[at].Last < part.First)
                at++;
            if (at == outer.Length || outer[at].First > part.First || outer[at].Last < part.Last)
                return false;
        }

        return true;
    }

    /// <summary>The numbers of <paramref name="from"/> that are not in <paramref name="taken"/>.</summary>
    public static GtidInterval[] Subtract(GtidInterval[] from, GtidInterval[] taken)
    {
        var result = new List<GtidInterval>();
        var at = 0;
        foreach (var part in from)
        {
            while (at < taken.Length && taken[at].Last < part.First)
                at++;
            var first = part.First;
            for (var i = at; i < taken.Length && taken[i].First <= part.Last && first <= part.Last; i++)
            {
                if (taken[i].First > first)
                    result.Add(new(first, taken[i].First - 1));
                first = taken[i].Last + 1;
            }

            if (first <= part.Last)
                result.Add(new(first, part.Last));
        }

        return [.. result];
    }
}
