using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>How the agent reaches the broker.</summary>
public sealed class BusOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bus";

    /// <summary>The broker's host name or address.</summary>
    [Required]
    public string Host { get; set; } = "";

    /// <summary>The broker's AMQP port.</summary>
    [Range(1, 65535)]
    public ushort Port { get; set; } = 5672;

    /// <summary>The virtual host.</summary>
    [Required]
    public string VirtualHost { get; set; } = "/";

    /// <summary>The user.</summary>
    [Required]
    public string User { get; set; } = "";

    /// <summary>A file with the password, read for every new connection.</summary>
    [Required]
    public string PasswordFile { get; set; } = "";

    /// <summary>Whether the connection is TLS; the broker's certificate must be valid for <see cref="TlsServerName"/>.</summary>
    public bool Tls { get; set; }

    /// <summary>The name in the broker's certificate; <see cref="Host"/> when absent.</summary>
    public string? TlsServerName { get; set; }
}
