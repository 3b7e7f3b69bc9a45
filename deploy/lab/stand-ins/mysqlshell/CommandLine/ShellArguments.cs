namespace ClusterSetSuite.Lab.MySqlShell.CommandLine;

/// <summary>What the command line asks for, before anything is connected to.</summary>
internal sealed record ShellArguments
{
    public ConnectionTarget? Target { get; init; }
    public string? Password { get; init; }
    public bool PasswordInArguments { get; init; }
    public string? DefaultsFile { get; init; }
    public bool PasswordsFromStdin { get; init; }
    public bool NoWizard { get; init; }
    public JsonMode Json { get; init; }
    public bool Version { get; init; }
    public bool Help { get; init; }
    public string? Execute { get; init; }

    /// <summary>Object of a command-line call: dba, cluster, clusterset, shell.</summary>
    public string? Object { get; init; }

    /// <summary>Operation as it was typed.</summary>
    public string? Operation { get; init; }

    public OperationArguments Operands { get; init; } = new([], []);
}
