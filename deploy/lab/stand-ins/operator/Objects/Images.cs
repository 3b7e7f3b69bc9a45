using ClusterSetSuite.Lab.Operator.Spec;

namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>Which images the pods run. The lab tags them by series (`mysql:9.7`), so a series it does not have fails to pull, as it would elsewhere.</summary>
public static class Images
{
    /// <summary>Image of the `mysql` container.</summary>
    public static string Server(ClusterSpec spec, Settings settings) =>
        $"{spec.ImageRepository ?? settings.Repository}/mysql:{Series(spec.Version ?? settings.DefaultVersion)}";

    /// <summary>Image of the `router` container.</summary>
    public static string Router(ClusterSpec spec, Settings settings) =>
        $"{spec.ImageRepository ?? settings.Repository}/mysql-router:{Series(spec.RouterVersion ?? spec.Version ?? settings.DefaultVersion)}";

    /// <summary>Pull policy of all containers.</summary>
    public static string PullPolicy(ClusterSpec spec, Settings settings) => spec.ImagePullPolicy ?? settings.PullPolicy;

    private static string Series(string version) => string.Join('.', version.Split('.').Take(2));
}
