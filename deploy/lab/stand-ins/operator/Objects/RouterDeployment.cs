using System.Globalization;
using System.Text.Json;
using ClusterSetSuite.Lab.Operator.Spec;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>Deployment `NAME-router`: made with no replicas, and given its size once all members have joined, so that routers do not bootstrap in vain.</summary>
public static class RouterDeployment
{
    /// <summary>The variable in which the routers' image takes options of the bootstrap.</summary>
    public const string BootstrapVariable = "MYSQL_ROUTER_BOOTSTRAP_EXTRA_OPTIONS";

    /// <summary>The Deployment at <paramref name="replicas"/> with the user's router `podSpec` laid over it.</summary>
    public static V1Deployment Of(ClusterSpec spec, Settings settings, int replicas)
    {
        var deployment = Template.Fill<V1Deployment>("router.yaml", spec, settings,
            ("REPLICAS", replicas.ToString(CultureInfo.InvariantCulture)),
            ("BOOTSTRAP_OPTIONS", BootstrapOptions(spec)),
            ("ROUTER_COMMAND", JsonSerializer.Serialize(Resource.Read("router.sh"))));
        deployment.Metadata.Labels = Labels.Common(spec);
        deployment.Spec.Selector.MatchLabels = Labels.Router(spec);
        deployment.Spec.Template.Metadata = new V1ObjectMeta { Labels = Labels.Router(spec) };
        if (!spec.TlsUseSelfSigned)
            MountCa(spec, deployment.Spec.Template.Spec);
        return JsonMerge.Into(deployment, spec.RouterPodSpec, "spec", "template", "spec");
    }

    /// <summary>What <see cref="BootstrapVariable"/> says: the operator's own options, then those of the spec.</summary>
    public static string BootstrapOptions(ClusterSpec spec) => string.Join(' ', ["--conf-set-option=DEFAULT.unknown_config_option=warning", .. spec.RouterBootstrapOptions])
        + (spec.TlsUseSelfSigned ? "" : " --server-ssl-ca=/router-ssl/ca/ca.pem --server-ssl-verify=VERIFY_IDENTITY --ssl-ca=/router-ssl/ca/ca.pem");

    private static void MountCa(ClusterSpec spec, V1PodSpec pod)
    {
        pod.Volumes.Add(new V1Volume { Name = "ssl-ca-data", Secret = new V1SecretVolumeSource { SecretName = spec.TlsCaSecretName } });
        pod.Containers[0].VolumeMounts.Add(new V1VolumeMount { Name = "ssl-ca-data", MountPath = "/router-ssl/ca" });
    }
}
