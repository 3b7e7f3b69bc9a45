using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.Coordinator.Options;

/// <summary>The HTTP API.</summary>
public sealed class ApiOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Api";

    /// <summary>Where it listens.</summary>
    [Required, Url]
    public string Listen { get; set; } = "http://127.0.0.1:8080";

    /// <summary>A file with the bearer token that callers must show, read for every call; null for none.</summary>
    public string? TokenFile { get; set; }
}
