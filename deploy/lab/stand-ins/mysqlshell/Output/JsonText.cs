using System.Globalization;
using System.Text;

namespace ClusterSetSuite.Lab.MySqlShell.Output;

/// <summary>Writes results the way the shell does: <c>text</c> has a blank after each comma at a line's end, <c>pretty</c> has not, <c>raw</c> is one line.</summary>
internal static class JsonText
{
    public static string Raw(object? value) => Write(new StringBuilder(), value, -1, "").ToString();

    public static string Pretty(object? value) => Write(new StringBuilder(), value, 0, ",").ToString();

    public static string Text(object? value) => Write(new StringBuilder(), value, 0, ", ").ToString();

    private static StringBuilder Write(StringBuilder to, object? value, int depth, string comma) => value switch
    {
        null => to.Append("null"),
        bool flag => to.Append(flag ? "true" : "false"),
        string text => Quote(to, text),
        IReadOnlyDictionary<string, object?> map => Items(to, '{', '}', map, depth, comma, pair => Write(Key(to, pair.Key, depth), pair.Value, Deeper(depth), comma)),
        IReadOnlyList<object?> list => Items(to, '[', ']', list, depth, comma, item => Write(to, item, Deeper(depth), comma)),
        IFormattable number => to.Append(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"no JSON for {value.GetType()}", nameof(value)),
    };

    private static StringBuilder Items<T>(StringBuilder to, char open, char close, IReadOnlyCollection<T> items, int depth, string comma, Action<T> write)
    {
        to.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                to.Append(depth < 0 ? "," : comma);
            first = false;
            Indent(to, Deeper(depth));
            write(item);
        }

        if (items.Count > 0)
            Indent(to, depth);
        return to.Append(close);
    }

    private static int Deeper(int depth) => depth < 0 ? depth : depth + 1;

    private static void Indent(StringBuilder to, int depth)
    {
        if (depth >= 0)
            to.Append('\n').Append(' ', depth * 4);
    }

    private static StringBuilder Key(StringBuilder to, string key, int depth) => Quote(to, key).Append(depth < 0 ? ":" : ": ");

    private static StringBuilder Quote(StringBuilder to, string text)
    {
        to.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => to.Append("\\\""),
                '\\' => to.Append("\\\\"),
                '\n' => to.Append("\\n"),
                '\r' => to.Append("\\r"),
                '\t' => to.Append("\\t"),
                < ' ' => to.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)),
                _ => to.Append(c),
            };
        }

        return to.Append('"');
    }
}
