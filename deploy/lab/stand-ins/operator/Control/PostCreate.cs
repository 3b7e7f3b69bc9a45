using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Members;
using ClusterSetSuite.Lab.Operator.Objects;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>The end of creation, when all members have joined: accounts, then routers.</summary>
public sealed class PostCreate(Accounts accounts, Workloads workloads, Resources resources, ILogger<PostCreate> logger)
{
    private const string Done = "accounts";

    /// <summary>Does it when the group is complete and no router runs. With no routers wanted, every later join does it again, as with the real operator; on a replica cluster that write fails.</summary>
    public async Task IfComplete(ClusterContext cluster, Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        if (diagnosis.Primary is not { } primary || diagnosis.Online.Count != cluster.Spec.Instances)
            return;
        if (await workloads.Routers(cluster.Spec, cancellationToken) is > 0)
            return;
        await accounts.Make(cluster, cluster.PodOf(primary), cancellationToken);
        if (cluster.Spec.Routers > 0)
            await workloads.SetRouters(cluster, cluster.Spec.Routers, cancellationToken);
        var info = new JsonObject { ["initialDataSource"] = "blank", [Done] = true }.ToJsonString();
        await resources.Patch(cluster.Spec.Namespace, cluster.Spec.Name, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Names.ClusterInfo] = info } } }, cancellationToken);
        logger.Did(cluster.Key, "all members have joined, accounts made and routers started");
    }

    /// <summary>True when it was done once; an operator that was ended before does it at the next look.</summary>
    public static bool IsDone(ClusterContext cluster) => cluster.Annotation(Names.ClusterInfo) is { } text && JsonNode.Parse(text)?[Done] is not null;
}
