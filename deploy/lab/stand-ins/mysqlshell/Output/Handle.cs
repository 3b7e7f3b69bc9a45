namespace ClusterSetSuite.Lab.MySqlShell.Output;

/// <summary>A result that is an object of the API: <c>&lt;Cluster:prd&gt;</c> in text, class and name in JSON.</summary>
internal sealed record Handle(string Class, string Name);
