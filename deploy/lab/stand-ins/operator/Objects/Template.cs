using ClusterSetSuite.Lab.Operator.Spec;
using k8s;

namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>Fills the `@WORDS@` of a YAML file in `Scripts/`.</summary>
public static class Template
{
    /// <summary>The object that the file describes.</summary>
    public static T Fill<T>(string file, ClusterSpec spec, Settings settings, params (string Word, string Value)[] more)
    {
        (string Word, string Value)[] words =
        [
            ("NAME", spec.Name), ("NAMESPACE", spec.Namespace), ("SERVICE", spec.InstancesService), ("SECRET", spec.SecretName), ("DOMAIN", settings.ClusterDomain),
            ("SERVER_IMAGE", Images.Server(spec, settings)), ("ROUTER_IMAGE", Images.Router(spec, settings)), ("SIDECAR_IMAGE", settings.SidecarImage),
            ("PULL_POLICY", Images.PullPolicy(spec, settings)), .. more,
        ];
        return KubernetesYaml.Deserialize<T>(words.Aggregate(Resource.Read(file), (text, word) => text.Replace($"@{word.Word}@", word.Value, StringComparison.Ordinal)));
    }
}
