using System.Text.Json;
using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Contracts;
using Spectre.Console.Rendering;

namespace ClusterSetSuite.Cli.Output;

/// <summary>Shows something again and again, until the user interrupts: on a terminal in place, elsewhere one after another; as JSON one object a line.</summary>
internal static class Watch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Looks and shows.</summary>
    public static async Task<int> Run<T>(Func<CancellationToken, Task<T>> look, OutputFormat format, Func<T, IRenderable> table, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                Show(await look(ct), format, table);
            }
            catch (CoordinatorUnreachableException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
        return ExitCodes.Ok;
    }

    private static void Show<T>(T value, OutputFormat format, Func<T, IRenderable> table)
    {
        if (format == OutputFormat.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(value, Wire.Options));
            return;
        }

        if (Terminal.IsLive)
            Console.Write("\x1b[H\x1b[2J");
        Terminal.Console.Write(table(value));
        if (!Terminal.IsLive)
            Console.WriteLine();
    }
}
