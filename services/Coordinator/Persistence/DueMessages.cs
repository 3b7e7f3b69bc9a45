using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>Which messages this process delivers next.</summary>
internal static class DueMessages
{
    // Whoever holds the oldest due message of an operation holds them all, so that several Coordinators keep the order inside an operation.
    private const string HeldByNobody = """
        SELECT * FROM outbox WHERE id IN (
          SELECT min(id) FROM outbox WHERE due_at <= {0} GROUP BY operation_id ORDER BY min(id) LIMIT 50
        ) ORDER BY id FOR UPDATE SKIP LOCKED
        """;

    private const string OfTheseOperations = "SELECT * FROM outbox WHERE operation_id = ANY({0}) AND due_at <= {1} ORDER BY id FOR UPDATE SKIP LOCKED";

    /// <summary>In order, and on PostgreSQL locked until the transaction ends.</summary>
    public static async Task<List<OutboxRow>> Take(CoordinatorDb db, DateTimeOffset now, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql())
            return await db.Outbox.Where(row => row.DueAt <= now).OrderBy(row => row.Id).Take(200).ToListAsync(ct);
        var heads = await db.Outbox.FromSqlRaw(HeldByNobody, now).ToListAsync(ct);
        if (heads.Count == 0)
            return heads;
        var rows = await db.Outbox.FromSqlRaw(OfTheseOperations, heads.Select(row => row.OperationId).ToArray(), now).ToListAsync(ct);
        return rows;
    }
}
