namespace ClusterSetSuite.Lab.MySqlShell;

/// <summary>One operation of an object of the API.</summary>
internal interface IOperation
{
    /// <summary>Names of the options that it takes; any other is refused with exit code 10.</summary>
    IReadOnlyCollection<string> Options => [];

    /// <summary>Does it; the result is printed, null prints nothing.</summary>
    Task<object?> Run(ShellContext shell, CancellationToken ct);
}
