using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Objects;
using ClusterSetSuite.Lab.Operator.Spec;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Members;

/// <summary>One server pod, as Kubernetes sees it.</summary>
public sealed class PodView(V1Pod pod, ClusterSpec spec, Settings settings)
{
    /// <summary>The pod.</summary>
    public V1Pod Pod => pod;

    /// <summary>Its name.</summary>
    public string Name => pod.Metadata.Name;

    /// <summary>Its ordinal.</summary>
    public int Index { get; } = int.Parse(pod.Metadata.Name.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Its host name in the group.</summary>
    public string Host => spec.HostOf(Name, settings.ClusterDomain);

    /// <summary>Its address in the group.</summary>
    public string Endpoint => $"{Host}:3306";

    /// <summary>Where to connect to.</summary>
    public string ConnectHost => settings.ConnectByAddress ? pod.Status?.PodIP ?? "" : Host;

    /// <summary>It is being deleted.</summary>
    public bool Deleting => pod.Metadata.DeletionTimestamp is not null;

    /// <summary>Its containers run and are ready.</summary>
    public bool ContainersReady => pod.Status?.Phase == "Running" && pod.Status.Conditions?.Any(c => c.Type == "ContainersReady" && c.Status == "True") == true;

    /// <summary>How often its `mysql` container was started again.</summary>
    public int Restarts => pod.Status?.ContainerStatuses?.FirstOrDefault(c => c.Name == "mysql")?.RestartCount ?? 0;

    /// <summary>Containers of this pod run, ready or not.</summary>
    public bool Running => pod.Status?.Phase == "Running" && !string.IsNullOrEmpty(pod.Status.PodIP);

    /// <summary>Identifies this incarnation.</summary>
    public string Uid => pod.Metadata.Uid;

    /// <summary>What was remembered of the member; null before it has joined.</summary>
    public JsonObject? Membership
    {
        get
        {
            try
            {
                return pod.Metadata.Annotations?.TryGetValue(Names.MembershipInfo, out var text) == true ? JsonNode.Parse(text) as JsonObject : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>State of a readiness gate.</summary>
    public bool Gate(string type) => pod.Status?.Conditions?.Any(c => c.Type == type && c.Status == "True") == true;

    /// <summary>True when the pod carries the membership finalizer.</summary>
    public bool HasFinalizer => pod.Metadata.Finalizers?.Contains(Names.MembershipFinalizer) == true;
}
