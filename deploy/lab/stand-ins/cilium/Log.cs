namespace ClusterSetSuite.Lab.Cilium;

/// <summary>One line a message on standard error; the same message is not said twice in a row, so that a retry does not fill the log.</summary>
public static class Log
{
    private static string _last = "";

    public static void Say(string text)
    {
        if (Interlocked.Exchange(ref _last, text) != text)
            Console.Error.WriteLine($"{DateTime.UtcNow:O} {text}");
    }
}
