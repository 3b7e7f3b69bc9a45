using System.CommandLine;
using System.Text.Json;
using ClusterSetSuite.Contracts;
using Spectre.Console.Rendering;

namespace ClusterSetSuite.Cli.Output;

/// <summary>How a command shows what it was asked for.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs: what the API answers.</summary>
    Json,
}

/// <summary>The option, and the writing.</summary>
internal static class OutputFormats
{
    private static readonly JsonSerializerOptions Indented = new(Wire.Options) { WriteIndented = true };

    extension(OutputFormat)
    {
        public static Option<OutputFormat> Option() => new("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => OutputFormat.Table };
    }

    public static void Write<T>(this OutputFormat format, T value, Func<T, IRenderable> table)
    {
        if (format == OutputFormat.Json)
            Console.WriteLine(JsonSerializer.Serialize(value, Indented));
        else
            Terminal.Console.Write(table(value));
    }
}
