using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Cli.Output;

/// <summary>Shows an operation while it runs, and how it ended.</summary>
internal static class Follow
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan ObservedLimit = TimeSpan.FromSeconds(8);

    /// <summary>Longer than a Coordinator takes to start again: one that was killed goes on by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Follows to the end.</summary>
    /// <param name="client">Asks the Coordinator.</param>
    /// <param name="id">The operation.</param>
    /// <param name="ct">The user's interruption.</param>
    /// <param name="embedded">Whether the Coordinator ends with this program.</param>
    /// <returns>The program's exit code.</returns>
    public static async Task<int> ToTheEnd(CoordinatorClient client, Guid id, CancellationToken ct, bool embedded = false)
    {
        var printer = new ProgressPrinter(Console.Out, Terminal.IsLive);
        printer.Start(id);
        try
        {
            var operation = await Ended(client, id, printer, ct);
            return await Conclude(client, operation, embedded, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            printer.Leave(id, embedded);
            throw;
        }
    }

    /// <summary>Waits for an operation that changes nothing; what it does is told on stderr, for the result alone goes to stdout.</summary>
    public static async Task<OperationView> Look(CoordinatorClient client, Guid id, CancellationToken ct)
    {
        var live = !Console.IsErrorRedirected;
        var operation = await Ended(client, id, new ProgressPrinter(live ? Console.Error : TextWriter.Null, live), ct);
        return operation.State == "Completed" ? operation : throw new CliException($"{operation.Kind} of {operation.ClusterSet}: {operation.State}: {operation.Reason}", ExitCodes.Failed);
    }

    private static async Task<OperationView> Ended(CoordinatorClient client, Guid id, ProgressPrinter printer, CancellationToken ct)
    {
        var silentSince = (DateTimeOffset?)null;
        while (true)
        {
            try
            {
                var operation = await client.Operation(id, ct) ?? throw new CliException($"The Coordinator no longer knows operation {id}.", ExitCodes.Failed);
                silentSince = null;
                printer.Show(operation);
                if (operation.EndedAt is not null)
                    return operation;
            }
            catch (CoordinatorUnreachableException e)
            {
                silentSince ??= DateTimeOffset.UtcNow;
                if (DateTimeOffset.UtcNow - silentSince > Patience)
                    throw;
                printer.Silent(e.Message);
            }

            await Task.Delay(Interval, ct);
        }
    }

    private static async Task<int> Conclude(CoordinatorClient client, OperationView operation, bool embedded, CancellationToken ct)
    {
        var took = Times.Between(operation.StartedAt, operation.EndedAt);
        foreach (var line in operation.Report)
            Console.WriteLine($"  {line}");
        if (operation.State != "Completed")
        {
            await Console.Error.WriteLineAsync($"""

                {operation.Kind} of {operation.ClusterSet}: {operation.State} after {took}.
                  why:      {operation.Reason}
                  what now: {operation.Advice ?? "mend what the reason names"}
                  go on:    {(embedded ? "run the same command again" : $"clusterset resume {operation.ClusterSet}")}
                """);
            return ExitCodes.Failed;
        }

        Console.WriteLine();
        if (await Observed.Since(client, operation.ClusterSet, operation.EndedAt!.Value, ObservedLimit, ct) is { } set)
            Terminal.Console.Write(Tables.ClusterSet(set));
        Console.WriteLine($"{operation.Kind} of {operation.ClusterSet} completed in {took}.");
        return ExitCodes.Ok;
    }
}
