using System.Globalization;
using System.Text.Json;
using ClusterSetSuite.Lab.Operator.Spec;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>StatefulSet `NAME`: the members. `sidecar` is the first container, so it is what exec reaches by default.</summary>
public static class ServerSet
{
    /// <summary>The StatefulSet with the user's `podSpec` and claim template laid over it.</summary>
    public static V1StatefulSet Of(ClusterSpec spec, Settings settings)
    {
        var set = Template.Fill<V1StatefulSet>("statefulset.yaml", spec, settings,
            ("INSTANCES", spec.Instances.ToString(CultureInfo.InvariantCulture)),
            ("BASE_SERVER_ID", spec.BaseServerId.ToString(CultureInfo.InvariantCulture)),
            ("SIDECAR_COMMAND", JsonSerializer.Serialize(Resource.Read("sidecar.sh").Trim())));
        set.Metadata.Labels = Labels.Common(spec);
        set.Spec.Selector.MatchLabels = Labels.Server(spec);
        set.Spec.Template.Metadata = new V1ObjectMeta { Labels = Labels.Server(spec) };
        if (!spec.TlsUseSelfSigned)
            MountCertificates(spec, set.Spec.Template.Spec);
        set = JsonMerge.Into(set, spec.PodSpec, "spec", "template", "spec");
        set.Spec.VolumeClaimTemplates[0] = JsonMerge.Into(set.Spec.VolumeClaimTemplates[0], spec.DatadirVolumeClaimTemplate, "spec");
        return set;
    }

    private static void MountCertificates(ClusterSpec spec, V1PodSpec pod)
    {
        string[] secrets = [spec.TlsSecretName, spec.TlsCaSecretName];
        pod.Volumes.Add(new V1Volume
        {
            Name = "ssldata",
            Projected = new V1ProjectedVolumeSource
            {
                Sources = [.. secrets.Distinct().Select(name => new V1VolumeProjection { Secret = new V1SecretProjection { Name = name } })],
            },
        });
        foreach (var container in pod.InitContainers.Concat(pod.Containers).Where(container => container.Name is "initmysql" or "mysql" or "sidecar"))
            container.VolumeMounts.Add(new V1VolumeMount { Name = "ssldata", MountPath = "/etc/mysql-ssl" });
    }
}
