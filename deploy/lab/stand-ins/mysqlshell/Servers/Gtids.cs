using System.Globalization;

namespace ClusterSetSuite.Lab.MySqlShell.Servers;

/// <summary>GTID sets, compared by a server: tags and gaps are its business.</summary>
internal static class Gtids
{
    public static async Task<string> Executed(this Server server, CancellationToken ct) => Flat(await server.Text("SELECT @@GLOBAL.gtid_executed", ct));

    public static async Task<string> Purged(this Server server, CancellationToken ct) => Flat(await server.Text("SELECT @@GLOBAL.gtid_purged", ct));

    public static async Task<string> Subtract(this Server server, string set, string other, CancellationToken ct) =>
        Flat(await server.Text("SELECT GTID_SUBTRACT(@p0, @p1)", ct, set, other));

    /// <summary>Waits until the server has executed a set; false when the time is over. 0 seconds: no limit.</summary>
    public static async Task<bool> Reaches(this Server server, string set, int seconds, CancellationToken ct) =>
        await server.Number($"SELECT WAIT_FOR_EXECUTED_GTID_SET(@p0{(seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $", {seconds}") : "")})", ct, set) == 0;

    /// <summary>How many transactions a set has: <c>uuid:1-3:5:tag:7-8</c> is six.</summary>
    public static long Count(string set) =>
        set.Split([',', ':'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(part => char.IsAsciiDigit(part[0]) && part.All(c => char.IsAsciiDigit(c) || c == '-') && part.Count(c => c == '-') < 2)
            .Select(part => part.Split('-'))
            .Sum(range => long.Parse(range[^1], CultureInfo.InvariantCulture) - long.Parse(range[0], CultureInfo.InvariantCulture) + 1);

    private static string Flat(string? set) => set?.Replace("\n", "", StringComparison.Ordinal) ?? "";
}
