using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.Coordinator.Options;

/// <summary>Where the Coordinator keeps its state.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Database";

    /// <summary><c>postgres</c> or <c>sqlite</c>.</summary>
    [RegularExpression("postgres|sqlite")]
    public string Provider { get; set; } = "sqlite";

    /// <summary>For the provider, without a password, for example <c>Host=db;Database=clusterset;Username=clusterset</c> or <c>Data Source=clusterset.db</c>.</summary>
    [Required]
    public string ConnectionString { get; set; } = "Data Source=clusterset.db";

    /// <summary>A file with the password, read for every new connection; null for none.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Whether <see cref="Provider"/> is PostgreSQL.</summary>
    public bool IsPostgres => Provider == "postgres";
}
