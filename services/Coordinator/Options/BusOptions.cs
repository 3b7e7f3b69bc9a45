using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.Coordinator.Options;

/// <summary>How the Coordinator reaches the agents.</summary>
public sealed class BusOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bus";

    /// <summary><c>rabbitmq</c>, or <c>memory</c> when the agents run in this process.</summary>
    [RegularExpression("rabbitmq|memory")]
    public string Transport { get; set; } = "rabbitmq";

    /// <summary>The broker's host name or address.</summary>
    [Required]
    public string Host { get; set; } = "localhost";

    /// <summary>The broker's AMQP port.</summary>
    [Range(1, 65535)]
    public ushort Port { get; set; } = 5672;

    /// <summary>The virtual host.</summary>
    [Required]
    public string VirtualHost { get; set; } = "/";

    /// <summary>The user.</summary>
    [Required]
    public string User { get; set; } = "guest";

    /// <summary>A file with the password, read for every new connection; null for RabbitMQ's default.</summary>
    public string? PasswordFile { get; set; }
}
