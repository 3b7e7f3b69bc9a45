using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;
using Command = ClusterSetSuite.Contracts.Steps.CreateClusterSet;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Makes the ClusterSet on the primary's cluster.</summary>
public sealed class CreateClusterSet(AdminCalls admin, ClusterLook look) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => Decide(await look.At(command.Cluster, ct), command.SetName);

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var primary = (await look.At(command.Cluster, ct)).NeedPrimary().Pod;
        string[] call = ["cluster", "createClusterSet", command.SetName];
        var result = await admin.Run(command.Cluster, primary, ct, call);
        if (!result.Ok && result.Code != ShellCodes.InClusterSet) // Verify tells in which one
            throw admin.Failure(result, command.Cluster, primary, call);
    }

    /// <summary>Membership decides, not the role: the set may have moved its primary elsewhere since.</summary>
    internal static StepState Decide(ClusterView view, string setName)
    {
        if (view.SetMember is { } member)
            return member.SetName == setName
                ? StepState.IsDone()
                : StepState.IsUnsafe($"cluster {view.Cluster.Name} is in ClusterSet {member.SetName}", $"name the ClusterSet so in the spec, or take {view.Cluster.Name} out of it");
        return view.NeedPrimary().HasMetadata
            ? StepState.Needs($"cluster {view.Cluster.Name} is in no ClusterSet")
            : throw new StepFailedException($"the group of {view.Cluster.Name} is not managed by AdminAPI", "let the operator make it, or adopt it (dba createCluster --adoptFromGR)", retriable: false);
    }
}
