using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Cli.Output;

/// <summary>What speaks for and against a failover, for the person who decides.</summary>
internal static class Evidence
{
    public static void Print(FailoverEvidenceView evidence, TextWriter output)
    {
        output.WriteLine($"Failover from {evidence.Primary} to {evidence.To}: what the sites tell");
        foreach (var line in evidence.Evidence)
            output.WriteLine($"  - {line}");
        output.WriteLine($"Estimated loss: {evidence.EstimatedLoss}.");
        if (evidence.LossSeconds is { } seconds)
            output.WriteLine(FormattableString.Invariant($"  {evidence.To} had last heard of the primary {seconds:0.0} s before the primary was last seen alive."));
        if (evidence.Refusals.Count == 0)
            return;
        output.WriteLine("Refused:");
        foreach (var refusal in evidence.Refusals)
            output.WriteLine($"  ! {refusal}");
    }
}
