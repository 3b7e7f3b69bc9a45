using System.CommandLine;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>Lets a person confirm something by typing a name.</summary>
internal static class Confirmation
{
    /// <summary><c>--confirm</c>.</summary>
    public static Option<string?> Option() => new("--confirm") { Description = "The ClusterSet's name once more, instead of typing it." };

    /// <summary>The name as it was given or, where it was not, is typed now.</summary>
    /// <exception cref="CliException">It is another name, or there is nobody to ask.</exception>
    public static string Of(string? given, string name)
    {
        var typed = given ?? Ask(name);
        return typed == name ? typed : throw new CliException($"'{typed}' is not '{name}'. Nothing was changed.", ExitCodes.BadInput);
    }

    private static string Ask(string name)
    {
        if (Console.IsInputRedirected)
            throw new CliException($"There is no terminal to confirm at: give --confirm {name}. Nothing was changed.", ExitCodes.BadInput);
        Console.Write($"Type the ClusterSet's name ({name}) to go on: ");
        return Console.ReadLine()?.Trim() ?? "";
    }
}
