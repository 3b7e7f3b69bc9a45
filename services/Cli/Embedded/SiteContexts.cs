using ClusterSetSuite.Contracts.Spec;
using k8s;
using k8s.Exceptions;
using YamlDotNet.Core;

namespace ClusterSetSuite.Cli.Embedded;

/// <summary>Whether the kubeconfig has a context for every site, before anything starts.</summary>
internal static class SiteContexts
{
    /// <summary>Looks.</summary>
    /// <exception cref="CliException">All that is missing, and how to name it.</exception>
    public static void Check(ClusterSetSpec spec, EmbeddedOptions options)
    {
        var known = Read(options.Kubeconfig);
        var faults = spec.Sites
            .Where(site => !known.Contains(options.ContextOf(site.Name)))
            .Select(site => $"site {site.Name}: {options.Kubeconfig} has no context '{options.ContextOf(site.Name)}'; name one with --context {site.Name}=CONTEXT (there are: {string.Join(", ", known)})")
            .Concat(options.Contexts.Keys.Except(spec.Sites.Select(site => site.Name)).Select(name => $"--context {name}=...: the spec has no site {name}"))
            .Concat(spec.Sites.GroupBy(site => options.ContextOf(site.Name)).Where(group => group.Count() > 1)
                .Select(group => $"the sites {string.Join(", ", group.Select(site => site.Name))} have the same context '{group.Key}'; each site is a Kubernetes cluster of its own"))
            .ToList();
        if (faults.Count > 0)
            throw new CliException(string.Join('\n', faults), ExitCodes.BadInput);
    }

    private static HashSet<string> Read(string path)
    {
        try
        {
            return [.. KubernetesClientConfiguration.LoadKubeConfig(path).Contexts?.Select(context => context.Name) ?? []];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or YamlException or KubeConfigException)
        {
            throw new CliException($"the kubeconfig {path} can not be read: {e.Message} Name one with --kubeconfig.", ExitCodes.BadInput);
        }
    }
}
