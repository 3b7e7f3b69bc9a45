namespace ClusterSetSuite.TestServers;

/// <summary>Reads the arguments of all processes of this machine over and over, and remembers whether a secret was among them.</summary>
public sealed class CommandLineWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watch;

    /// <summary>Watches until disposed.</summary>
    public CommandLineWatch(params string[] secrets) => _watch = Task.Run(() => Watch(secrets));

    /// <summary>A command line with a secret in it, or null.</summary>
    public string? Found { get; private set; }

    /// <summary>How often all processes were looked at.</summary>
    public int Looks { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watch;
        _end.Dispose();
    }

    private void Watch(string[] secrets)
    {
        while (!_end.IsCancellationRequested)
        {
            foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => char.IsAsciiDigit(f[6])))
                if (Read($"{folder}/cmdline") is var line && Array.Exists(secrets, secret => line.Contains(secret, StringComparison.Ordinal)))
                    Found = line.Replace('\0', ' ');
            Looks++;
            _end.Token.WaitHandle.WaitOne(20);
        }
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return ""; // the process has ended
        }
    }
}
