using System.Globalization;
using ClusterSetSuite.Lab.CoreDns.Corefiles;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>A page over HTTP that a plugin offers.</summary>
/// <param name="Host">The address to listen on; empty for all.</param>
/// <param name="Port">The port.</param>
/// <param name="Path">For example <c>/health</c>.</param>
/// <param name="Answer">Status and text.</param>
public sealed record WebPage(string Host, int Port, string Path, Func<string, (int Status, string Text)> Answer)
{
    /// <summary>The page of a plugin whose argument is <c>[host]:port</c>.</summary>
    public static WebPage Of(Directive directive, int port, string path, Func<string, (int Status, string Text)> answer)
    {
        var argument = directive.Argument;
        if (argument is null)
            return new WebPage("", port, path, answer);
        var colon = argument.LastIndexOf(':');
        return colon >= 0 && int.TryParse(argument[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? new WebPage(argument[..colon], given, path, answer)
            : throw directive.Error(directive.Tokens[0], $"address {argument}: missing port in address");
    }
}
