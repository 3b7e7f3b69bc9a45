namespace ClusterSetSuite.Lab.MySqlShell.CommandLine;

/// <summary>Reads the command line: options of the shell, one URI, and after <c>--</c> an object, an operation and its arguments.</summary>
internal static class CommandLineParser
{
    public static ShellArguments Parse(IReadOnlyList<string> args)
    {
        var parsed = new ShellArguments();
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = Split(args[i]);
            if (name == "--" && value is null)
                return Operation(parsed, [.. args.Skip(i + 1)]);
            string Next() => value ?? (i + 1 < args.Count ? args[++i] : throw new UsageException($"option {name} requires an argument"));
            parsed = name switch
            {
                "--version" or "-V" => parsed with { Version = true },
                "--help" or "-?" => parsed with { Help = true },
                "--no-wizard" or "--nw" => parsed with { NoWizard = true },
                "--passwords-from-stdin" => parsed with { PasswordsFromStdin = true },
                "--defaults-extra-file" or "--defaults-file" => parsed with { DefaultsFile = Next() },
                "--json" => parsed with { Json = Json(value) },
                "--password" or "-p" when value is not null => parsed with { Password = value, PasswordInArguments = true },
                "--uri" => At(parsed, Next()),
                "--host" or "-h" => parsed with { Target = Known(parsed) with { Host = Next() } },
                "--user" or "-u" => parsed with { Target = Known(parsed) with { User = Next() } },
                "--port" or "-P" => parsed with { Target = Known(parsed) with { Port = Port(Next()) } },
                "--execute" or "-e" => parsed with { Execute = Next() },
                "--log-level" or "--result-format" or "--log-file" => Ignore(parsed, Next()),
                "--sql" or "--quiet-start" or "--mysql" or "--mc" or "--py" or "--js" or "--no-password" or "--interactive" or "--force" => parsed,
                _ when name.StartsWith('-') => throw new UsageException($"unknown option {args[i]}"),
                _ => At(parsed, args[i]),
            };
        }

        return parsed;
    }

    private static ShellArguments Operation(ShellArguments parsed, List<string> rest)
    {
        List<string> positional = [];
        List<KeyValuePair<string, string>> options = [];
        foreach (var argument in rest.Skip(2))
        {
            if (argument.StartsWith("--", StringComparison.Ordinal) && argument.Length > 2)
            {
                var (name, value) = Split(argument);
                options.Add(new(Names.Camel(name[2..]), value ?? ""));
            }
            else
            {
                positional.Add(argument);
            }
        }

        var help = rest.Any(a => a is "--help" or "-h" or "-?");
        return parsed with { Object = rest.ElementAtOrDefault(0) ?? "", Operation = rest.ElementAtOrDefault(1), Help = help, Operands = new(positional, options) };
    }

    private static ShellArguments At(ShellArguments parsed, string uri)
    {
        var target = ConnectionTarget.Parse(uri);
        return parsed with
        {
            Target = target,
            Password = target.Password ?? parsed.Password,
            PasswordInArguments = target.Password is not null || parsed.PasswordInArguments,
        };
    }

    private static ConnectionTarget Known(ShellArguments parsed) => parsed.Target ?? new(null, null, "localhost", 3306);

    private static ShellArguments Ignore(ShellArguments parsed, string value) => value.Length >= 0 ? parsed : throw new UsageException(value);

    private static int Port(string text) => int.TryParse(text, out var port) ? port : throw new UsageException($"invalid value {text} for option --port");

    private static JsonMode Json(string? value) => value switch
    {
        null or "pretty" => JsonMode.Pretty,
        "raw" => JsonMode.Raw,
        "off" => JsonMode.Off,
        _ => throw new UsageException("The value for --json must be either pretty, raw or off."),
    };

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }
}
