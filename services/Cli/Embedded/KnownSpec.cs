using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Cli.Embedded;

/// <summary>Which sites a ClusterSet of earlier embedded runs has, from their database.</summary>
internal static class KnownSpec
{
    /// <summary>Reads the spec that was last asked for.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static async Task<ClusterSetSpec> Read(EmbeddedState state, string set, CancellationToken ct)
    {
        await using var db = new CoordinatorDb(new DbContextOptionsBuilder<CoordinatorDb>().UseSqlite(state.ConnectionString).Options, new());
        return await db.ClusterSets.AsNoTracking().SingleOrDefaultAsync(row => row.Name == set, ct) is { } row ? row.ReadSpec() : throw EmbeddedState.Unknown(set);
    }
}
