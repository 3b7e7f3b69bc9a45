using System.Text.RegularExpressions;

namespace ClusterSetSuite.Contracts.Spec;

/// <summary>What a kind of name must look like.</summary>
/// <param name="pattern">What the whole name must match.</param>
/// <param name="maxLength">Its longest form, in characters.</param>
/// <param name="wanted">What would be right, for people.</param>
/// <param name="forbidden">Names that match but are taken.</param>
internal sealed class NameRule(Regex pattern, int maxLength, string wanted, params string[] forbidden)
{
    /// <summary>What is wrong with the name, or null.</summary>
    public string? Fault(string name) => name switch
    {
        _ when name.Length > maxLength => $"'{name}' has {name.Length} characters; at most {maxLength} are allowed",
        _ when !pattern.IsMatch(name) => $"'{name}' is not {wanted}",
        _ when forbidden.Contains(name) => $"'{name}' is reserved; choose another",
        _ => null,
    };
}
