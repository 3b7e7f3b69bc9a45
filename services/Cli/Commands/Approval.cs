using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Cli.Output;
using ClusterSetSuite.Contracts.Requests;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>Approves a failover where a detector holds the authority, and follows it to its end.</summary>
internal static class Approval
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Word = TimeSpan.FromMinutes(5); // so long an approval stands

    /// <summary>Prints each new sentence of the detector; ends when the site is primary, or when the approval has expired.</summary>
    public static async Task<int> Run(CoordinatorClient client, string set, FailoverRequest request, CancellationToken ct)
    {
        var before = (await client.Promotions(set, ct)).Select(promotion => promotion.Epoch).FirstOrDefault();
        var last = (await client.AskDetector(set, "approve", request, ct)).Sentence;
        Console.WriteLine($"approved: {last}");
        for (var until = DateTimeOffset.UtcNow + Word; DateTimeOffset.UtcNow < until; await Task.Delay(Pause, ct))
        {
            if ((await client.Promotions(set, ct)).FirstOrDefault(promotion => promotion.Epoch > before) is { } done)
            {
                Console.WriteLine(Reports.Line(done));
                return ExitCodes.Ok;
            }

            if ((await client.ClusterSet(set, ct))?.Health.Detector?.Sentence is not { } sentence || sentence == last)
                continue;
            Console.WriteLine(last = sentence);
        }

        throw new CliException($"The approval has expired: {last}. Look at `clusterset status {set}`.", ExitCodes.Failed);
    }
}
