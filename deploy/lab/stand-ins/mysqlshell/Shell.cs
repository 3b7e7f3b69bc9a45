using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.ClusterSets;
using ClusterSetSuite.Lab.MySqlShell.CommandLine;
using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell;

/// <summary>One run of the shell: arguments in, messages and exit code out (0 done, 1 refused or failed, 10 no such operation).</summary>
internal static class Shell
{
    private const string VersionText = "   Ver 9.7.4 for Linux on x86_64 - for MySQL 9.7.4 (Source distribution)";

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter error, TextReader input, CancellationToken ct = default)
    {
        ShellArguments arguments;
        try
        {
            arguments = CommandLineParser.Parse(args);
        }
        catch (UsageException e)
        {
            await error.WriteLineAsync($": {e.Message}");
            return 1;
        }

        if (arguments.Version)
        {
            await output.WriteLineAsync(VersionText);
            return 0;
        }

        var colours = Environment.GetEnvironmentVariable("MYSQLSH_TERM_COLOR_MODE") != "nocolor" && arguments.Json == JsonMode.Off;
        var console = new ShellConsole(arguments.Json, colours, output, error);
        if (arguments.Help)
            return Help.Print(arguments, output);
        try
        {
            await Run(arguments, console, input, ct);
            return 0;
        }
        catch (ShellException e)
        {
            console.Error(e.Message);
            return 1;
        }
        catch (InvalidOperationCallException e)
        {
            console.Error(e.Message);
            return 10;
        }
    }

    private static async Task Run(ShellArguments arguments, ShellConsole console, TextReader input, CancellationToken ct)
    {
        if (arguments.PasswordInArguments)
            console.Warning("Using a password on the command line interface can be insecure.");
        if (arguments.Target is not { } target)
            throw new ShellException("An open session is required to perform this operation.");
        var login = new Credentials(target.User ?? "root", Password(arguments, target, console, input));
        await using var session = await Server.Connect(target, login, ct);
        await using var shell = new ShellContext(session, login, arguments, console, input);
        if (arguments.Execute is { } sql)
            await SqlMode.Execute(shell, sql, ct);
        else if (arguments.Object is { } name)
            await Call(shell, name, arguments, ct);
    }

    private static async Task Call(ShellContext shell, string name, ShellArguments arguments, CancellationToken ct)
    {
        if (name is not ("dba" or "cluster" or "clusterset"))
            throw new InvalidOperationCallException($"There is no object registered under name '{name}'");
        var typed = arguments.Operation ?? "";
        if (Operations.Find(name, Names.Camel(typed)) is not { } operation)
        {
            await Require(shell, name, ct);
            throw new InvalidOperationCallException($"Invalid operation for {name} object: {typed}");
        }

        if (shell.Arguments.Unknown(operation.Options) is { } unknown)
        {
            await Require(shell, name, ct);
            throw new InvalidOperationCallException($"The following option is invalid: --{unknown}");
        }

        var result = await operation.Run(shell, ct);
        shell.Console.Result(result);
    }

    // The object is fetched before its operation is looked up (transcript 021).
    private static Task Require(ShellContext shell, string name, CancellationToken ct) => name switch
    {
        "cluster" => ClusterAccess.Get(shell, ct),
        "clusterset" => ClusterSetAccess.Get(shell, ct),
        _ => Task.CompletedTask,
    };

    private static string? Password(ShellArguments arguments, ConnectionTarget target, ShellConsole console, TextReader input)
    {
        var password = arguments.DefaultsFile is { } file && DefaultsFile.Password(file) is { } stored ? stored : null;
        if (arguments.Password is { } given)
            return given;
        if (!arguments.PasswordsFromStdin || arguments.NoWizard)
            return password;
        console.Progress(console.Bold($"Please provide the password for '{target.User}@{target.Address}': "));
        return input.ReadLine();
    }
}
