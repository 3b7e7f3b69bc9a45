namespace ClusterSetSuite.Cli.Commands;

/// <summary>Lets a person confirm something by typing a name.</summary>
internal static class Confirmation
{
    /// <summary>Asks on the terminal; without one there is nobody to ask.</summary>
    public static string Ask(string name)
    {
        if (Console.IsInputRedirected)
            throw new CliException($"There is no terminal to confirm at: give --confirm {name}. Nothing was changed.", ExitCodes.BadInput);
        Console.Write($"Type the ClusterSet's name ({name}) to go on: ");
        return Console.ReadLine()?.Trim() ?? "";
    }
}
