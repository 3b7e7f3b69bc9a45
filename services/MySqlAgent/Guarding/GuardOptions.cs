using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>How this site's guards are reached, and reach others.</summary>
public sealed class GuardOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Guard";

    /// <summary>A file with the key that all agents and Coordinators of the suite share; null leaves the direct path shut, so that letters go over the broker only.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Where this agent takes letters directly, <c>http://host:port</c>, the best first: its pod's own address for other sites, a NodePort for a Coordinator outside.</summary>
    public IReadOnlyList<string> Addresses { get; set; } = [];

    /// <summary>
    /// The longest that a look at one member may take. A member that was not seen gets no stamp, and one without stamps for long enough is ended by its second enforcer:
    /// so this is longer than a busy machine makes a server wait.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10")]
    public TimeSpan LookLimit { get; set; } = TimeSpan.FromSeconds(2.5);

    /// <summary>The longest wait for a peer's answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10")]
    public TimeSpan AnswerLimit { get; set; } = TimeSpan.FromSeconds(0.9);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Addresses
        .Where(address => !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != "http")
        .Select(address => new ValidationResult($"'{address}' is no address like http://10.0.0.1:8080", [nameof(Addresses)]));
}
