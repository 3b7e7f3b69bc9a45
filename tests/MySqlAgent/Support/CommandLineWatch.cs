namespace ClusterSetSuite.MySqlAgent.Tests.Support;

/// <summary>Reads the arguments of all processes of this machine over and over, and remembers whether a secret was among them.</summary>
internal sealed class CommandLineWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watch;

    public CommandLineWatch(string secret) => _watch = Task.Run(() => Watch(secret));

    public string? Found { get; private set; }

    public int Looks { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watch;
        _end.Dispose();
    }

    private void Watch(string secret)
    {
        while (!_end.IsCancellationRequested)
        {
            foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => char.IsAsciiDigit(f[6])))
                if (Read($"{folder}/cmdline") is var line && line.Contains(secret, StringComparison.Ordinal))
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
