using System.Globalization;
using System.Net;
using ARSoft.Tools.Net;
using ClusterSetSuite.Lab.CoreDns.Corefiles;
using ClusterSetSuite.Lab.CoreDns.Serving;

namespace ClusterSetSuite.Lab.CoreDns.Plugins;

/// <summary>The words of plugin <c>forward</c>, read and refused as by its setup.go.</summary>
public sealed record ForwardOptions
{
    private const int MostUpstreams = 15;

    public required DomainName From { get; init; }

    public required IReadOnlyList<IPEndPoint> To { get; init; }

    public IReadOnlyList<DomainName> Except { get; private set; } = [];

    public string Policy { get; private set; } = "random";

    public int MaxFails { get; private set; } = 2;

    public bool ForceTcp { get; private set; }

    public TimeSpan HealthCheck { get; private set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Reads a directive.</summary>
    /// <exception cref="CorefileException">As the real one's start-up errors.</exception>
    public static ForwardOptions Of(Directive directive)
    {
        var words = directive.Arguments;
        if (words.Count < 2)
            throw Wrong(directive, directive.Tokens[0]);
        var options = new ForwardOptions { From = ZoneNames.Name(words[0]), To = [.. words.Skip(1).SelectMany(to => EndPoints(directive, to))] };
        foreach (var property in directive.Properties)
            options.Read(directive, property);
        return options.To.Count <= MostUpstreams
            ? options
            : throw new CorefileException($"plugin/forward: more than {MostUpstreams} TOs configured: {options.To.Count}");
    }

    private void Read(Directive directive, IReadOnlyList<Token> words)
    {
        Token Value() => words.Count > 1 ? words[1] : throw Wrong(directive, words[0]);
        switch (words[0].Text)
        {
            case "except":
                Except = [.. words.Skip(1).Select(word => ZoneNames.Name(word.Text))];
                break;
            case "max_fails":
                MaxFails = Number(directive, Value());
                break;
            case "max_concurrent":
                Number(directive, Value());
                break;
            case "health_check":
                HealthCheck = Durations.Go(directive, Value());
                break;
            case "expire":
                Durations.Go(directive, Value());
                break;
            case "force_tcp":
                ForceTcp = words.Count == 1 ? true : throw Wrong(directive, words[0]);
                break;
            case "prefer_udp":
                break;
            case "policy":
                Policy = Value().Text is "random" or "round_robin" or "sequential"
                    ? Value().Text
                    : throw directive.Error(words[1], $"unknown policy '{words[1].Text}'");
                break;
            default:
                throw directive.Error(words[0], $"unknown property '{words[0].Text}'");
        }
    }

    private static CorefileException Wrong(Directive directive, Token at) =>
        directive.Error(at, $"Wrong argument count or unexpected line ending after '{at.Text}'");

    private static int Number(Directive directive, Token token) =>
        int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new CorefileException($"plugin/{directive.Name}: strconv.ParseUint: parsing \"{token.Text}\": invalid syntax");

    private static IEnumerable<IPEndPoint> EndPoints(Directive directive, string to)
    {
        var text = to.StartsWith("dns://", StringComparison.Ordinal) ? to[6..] : to;
        if (IPAddress.TryParse(text, out var bare))
            return [new IPEndPoint(bare, 53)];
        if (IPEndPoint.TryParse(text, out var end))
            return [end];
        if (!File.Exists(text))
            throw new CorefileException($"plugin/{directive.Name}: not an IP address or file: \"{to}\"");
        return File.ReadLines(text)
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["nameserver", ..] && IPAddress.TryParse(words[1], out _))
            .Select(words => new IPEndPoint(IPAddress.Parse(words[1]), 53));
    }
}
