using ClusterSetSuite.Lab.MySqlShell.CommandLine;

namespace ClusterSetSuite.Lab.MySqlShell.Output;

/// <summary>Messages and results. Text: messages to stderr, the result to stdout. JSON: all to stdout, one object each.</summary>
internal sealed class ShellConsole(JsonMode json, bool colours, TextWriter output, TextWriter error)
{
    private readonly Lock _gate = new();

    public bool IsJson => json != JsonMode.Off;

    public void Info(string text = "") => Message("info", null, text);

    public void Note(string text) => Message("note", Coloured("36", "NOTE: "), text);

    public void Warning(string text) => Message("warning", Coloured("33", "WARNING: "), text);

    public void Error(string text) => Message("error", Coloured("31", "ERROR: "), text);

    /// <summary>Emphasis for names in messages; nothing in JSON or without colours.</summary>
    public string Bold(string text) => colours && !IsJson ? $"\e[1m{text}\e[0m" : text;

    /// <summary>A line that is drawn over again while something is waited for; text mode only.</summary>
    public void Progress(string text)
    {
        if (IsJson)
            return;
        output.Write(text);
        output.Flush();
    }

    public void Result(object? result)
    {
        if (result is null)
            return;
        if (result is Handle handle)
        {
            output.Write(IsJson ? Render(new Document { ["class"] = handle.Class, ["name"] = handle.Name }) : $"<{handle.Class}:{handle.Name}>");
            output.Write('\n');
            return;
        }

        output.Write(IsJson ? Render(result) : result as string ?? JsonText.Text(result));
        output.Write('\n');
    }

    private void Message(string kind, string? label, string text)
    {
        lock (_gate)
        {
            if (IsJson)
                output.Write(Render(new Document { [kind] = $"{text}\n" }) + "\n");
            else
                error.Write($"{label}{text}\n");
            (IsJson ? output : error).Flush();
        }
    }

    private string Render(object value) => json == JsonMode.Raw ? JsonText.Raw(value) : JsonText.Pretty(value);

    private string Coloured(string colour, string label) => colours ? $"\e[{colour}m{label}\e[0m" : label;
}
