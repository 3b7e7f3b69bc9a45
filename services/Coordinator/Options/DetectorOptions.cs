using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.Coordinator.Options;

/// <summary>What this Coordinator needs to watch over primaries; the time spans are in section <c>Failover</c>.</summary>
public sealed class DetectorOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Detector";

    /// <summary>This Coordinator's name, unique among those of one database; by default the machine's and the process's.</summary>
    [Required]
    public string Name { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>A file with the key that all agents and Coordinators of the suite share; null leaves the direct path to the guards shut.</summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// Neutral places, <c>host:port</c>: one of them must take a TCP connection for this Coordinator to believe that it is not itself the one that is cut off.
    /// They should be of neither site and not beside this Coordinator. With none, nothing is promoted.
    /// </summary>
    public IReadOnlyList<string> Witnesses { get; set; } = [];

    /// <summary>The longest wait for a member's, a guard's or a witness's answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10")]
    public TimeSpan AnswerLimit { get; set; } = TimeSpan.FromSeconds(0.9);

    /// <summary>Time between two looks at which ClusterSets there are and what their specs say.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Witnesses
        .Where(place => !Failover.TcpPlace.TryRead(place, out _, out _))
        .Select(place => new ValidationResult($"'{place}' is no place like 192.0.2.1:443", [nameof(Witnesses)]));
}
