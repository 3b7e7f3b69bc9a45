using ClusterSetSuite.Lab.MySqlShell.CommandLine;

namespace ClusterSetSuite.Lab.MySqlShell;

/// <summary>What <c>--help</c> prints: the operations of an object, or the options of an operation.</summary>
internal static class Help
{
    public static int Print(ShellArguments arguments, TextWriter output)
    {
        if (arguments.Object is not { } target)
        {
            output.WriteLine("Usage: mysqlsh [OPTIONS] [URI] -- <object> <operation> [arguments]");
            return 0;
        }

        if (arguments.Operation is { } typed && Operations.Find(target, Names.Camel(typed)) is { } operation)
        {
            output.WriteLine($"{target} {typed}");
            foreach (var option in operation.Options.Order(StringComparer.Ordinal))
                output.WriteLine($"--{option}");
            return 0;
        }

        output.WriteLine($"The following operations are available at '{target}':");
        foreach (var name in Operations.Of(target).Order(StringComparer.Ordinal))
            output.WriteLine($"\n   {Names.Kebab(name)}");
        return 0;
    }
}
