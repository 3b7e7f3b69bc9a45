using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Objects;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Events on an InnoDBCluster, as `kubectl describe` shows them.</summary>
public sealed class Events(IKubernetes kubernetes, TimeProvider time)
{
    /// <summary>Posts one.</summary>
    public async Task Post(JsonObject resource, bool warning, string action, string reason, string message, CancellationToken cancellationToken)
    {
        var metadata = resource["metadata"]!;
        var now = time.GetUtcNow().UtcDateTime;
        var ns = metadata["namespace"]!.GetValue<string>();
        var name = metadata["name"]!.GetValue<string>();
        await kubernetes.CoreV1.CreateNamespacedEventAsync(new Corev1Event
        {
            Metadata = new V1ObjectMeta { GenerateName = $"{name}-", NamespaceProperty = ns },
            Action = action,
            Reason = reason,
            Message = message[..Math.Min(message.Length, 1000)],
            Type = warning ? "Warning" : "Normal",
            ReportingComponent = "mysqloperator",
            ReportingInstance = Environment.MachineName,
            FirstTimestamp = now,
            LastTimestamp = now,
            EventTime = now,
            Count = 1,
            Source = new V1EventSource { Component = "mysqloperator" },
            InvolvedObject = new V1ObjectReference
            {
                ApiVersion = $"{Names.Group}/{Names.Version}",
                Kind = Names.Kind,
                Name = name,
                NamespaceProperty = ns,
                Uid = metadata["uid"]!.GetValue<string>(),
                ResourceVersion = metadata["resourceVersion"]!.GetValue<string>(),
            },
        }, ns, cancellationToken: cancellationToken);
    }
}
