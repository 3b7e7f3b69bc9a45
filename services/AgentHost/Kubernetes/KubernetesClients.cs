using k8s;
using k8s.Exceptions;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>Makes the client of the site's API server.</summary>
internal static class KubernetesClients
{
    /// <summary>From the kubeconfig and context of the options, or from the pod's ServiceAccount.</summary>
    /// <exception cref="OptionsValidationException">The kubeconfig or its context can not be used, or this is no pod.</exception>
    public static IKubernetes Create(KubernetesOptions options, TimeProvider time)
    {
        try
        {
            var configuration = options.Kubeconfig is { Length: > 0 } file
                ? KubernetesClientConfiguration.BuildConfigFromConfigFile(file, options.Context)
                : KubernetesClientConfiguration.InClusterConfig();
            return new k8s.Kubernetes(configuration, new RetriedReads(time));
        }
        catch (Exception e) when (e is KubeConfigException or IOException)
        {
            throw new OptionsValidationException(KubernetesOptions.Section, typeof(KubernetesOptions), [$"no way to the API server: {e.Message}"]);
        }
    }
}
