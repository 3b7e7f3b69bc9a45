namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>A Corefile that was set up.</summary>
/// <param name="Text">The file's text.</param>
/// <param name="Servers">One for every zone and port.</param>
/// <param name="Pages">Health, readiness and metrics.</param>
/// <param name="Reload">The interval of looking for changes, or null without plugin <c>reload</c>.</param>
public sealed record Configuration(string Text, IReadOnlyList<Server> Servers, IReadOnlyList<WebPage> Pages, TimeSpan? Reload);
