using ClusterSetSuite.Lab.Operator.Members;
using ClusterSetSuite.Lab.Operator.Spec;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Turns a new resource into its objects, or says what is wrong with it.</summary>
public sealed class Creation(ObjectMaker maker, Deletion deletion, StatusWriter status, Events events, Settings settings, ILogger<Creation> logger)
{
    private readonly Dictionary<string, string> faults = [];

    /// <summary>True while the resource still waits for its objects.</summary>
    public static bool Needed(ClusterContext cluster) => cluster.Status is null or ClusterStatus.Invalid;

    /// <summary>Makes the objects and sets PENDING; a bad `spec` sets INVALID and posts an event, once per message.</summary>
    public async Task Make(ClusterContext cluster, CancellationToken cancellationToken)
    {
        try
        {
            cluster.Spec.Validate(settings);
        }
        catch (InvalidSpecException error)
        {
            await Refuse(cluster, error.Message, cancellationToken);
            return;
        }
        try
        {
            await deletion.Guard(cluster, cancellationToken);
            await maker.Make(cluster.Resource, cluster.Spec, cancellationToken);
        }
        catch (k8s.Autorest.HttpOperationException error)
        {
            var reason = $"{error.Message}: {error.Response.Content}";
            if (faults.GetValueOrDefault(cluster.Key) != reason)
                await events.Post(cluster.Resource, true, "CreateCluster", "CreateResourceFailed", reason, cancellationToken);
            faults[cluster.Key] = reason;
            throw new TryLaterException(reason, TimeSpan.FromSeconds(5));
        }
        await events.Post(cluster.Resource, false, "CreateCluster", "ResourcesCreated", "Dependency resources created, switching status to PENDING", cancellationToken);
        await status.Set(cluster, ClusterStatus.Pending, 0, "PRIMARY", cancellationToken);
        logger.Did(cluster.Key, "objects made, PENDING");
    }

    private async Task Refuse(ClusterContext cluster, string message, CancellationToken cancellationToken)
    {
        if (cluster.Status == ClusterStatus.Invalid && faults.GetValueOrDefault(cluster.Key) == message)
            return;
        faults[cluster.Key] = message;
        await status.Set(cluster, ClusterStatus.Invalid, 0, "UNKNOWN", cancellationToken);
        await events.Post(cluster.Resource, true, "CreateCluster", "InvalidArgument", message, cancellationToken);
        logger.Failed(cluster.Key, $"Error in InnoDBCluster spec: {message}", null);
    }
}
