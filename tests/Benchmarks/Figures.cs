using System.Globalization;
using Spectre.Console;

namespace ClusterSetSuite.Benchmarks;

/// <summary>Tables of figures on the terminal.</summary>
internal static class Figures
{
    /// <summary>Seconds with one digit.</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    /// <summary>A table with a title, and as many columns as it has heads.</summary>
    public static void Print(string title, string[] heads, IEnumerable<string[]> rows)
    {
        Console.WriteLine(title);
        var table = new Table().Border(TableBorder.None);
        foreach (var head in heads)
            table.AddColumn(new TableColumn(Markup.Escape(head)).NoWrap());
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    /// <summary>The middle of several times.</summary>
    public static TimeSpan Median(IReadOnlyCollection<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);
}
