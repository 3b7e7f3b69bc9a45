using System.Security.Cryptography;
using System.Text;
using ClusterSetSuite.Lab.CoreDns.Corefiles;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>The life of the server: start on a Corefile, look for changes, keep the old configuration when a new one fails.</summary>
/// <param name="path">The Corefile.</param>
/// <param name="defaultPort">The port of keys that name none.</param>
/// <param name="log">Takes one line.</param>
public sealed class Runner(string path, int defaultPort, Action<string> log)
{
    /// <summary>Serves until told to stop.</summary>
    /// <exception cref="CorefileException">The Corefile can not be started.</exception>
    public async Task Run(CancellationToken stopping)
    {
        var shared = new Shared(defaultPort, stopping);
        var listeners = new Listeners(shared.Metrics, stopping);
        var web = new WebServer(stopping);
        var text = await File.ReadAllTextAsync(path, stopping);
        var current = new Setup(shared).Make(path, text);
        var life = Use(current, listeners, web, stopping);
        log("CoreDNS-lab");
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                // Without plugin reload a change is never looked at again.
                await Task.Delay(current.Reload ?? Timeout.InfiniteTimeSpan, stopping);
                var seen = await File.ReadAllTextAsync(path, stopping);
                if (!Parses(seen) || seen == text)
                    continue;
                text = seen; // A text that failed is not tried again until it changes.
                log("[INFO] Reloading");
                if (TryMake(shared, seen, listeners) is not { } next)
                    continue;
                await life.CancelAsync();
                (current, life) = (next, Use(next, listeners, web, stopping));
                log("[INFO] Reloading complete");
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop while it waited.
        }
        finally
        {
            listeners.Close();
        }
    }

    private bool Parses(string text)
    {
        try
        {
            CorefileParser.Parse(path, text, known: null);
            return true;
        }
        catch (CorefileException bad)
        {
            log($"[WARNING] plugin/reload: Corefile parse failed: {bad.Message}");
            return false;
        }
    }

    private Configuration? TryMake(Shared shared, string text, Listeners listeners)
    {
        shared.Metrics.Tried(Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(text))));
        try
        {
            var next = new Setup(shared).Make(path, text);
            listeners.Use(next.Servers);
            return next;
        }
        catch (CorefileException bad)
        {
            shared.Metrics.ReloadFailed();
            log($"[ERROR] plugin/reload: Corefile changed but reload failed: starting with listener file descriptors: {bad.Message}");
            return null;
        }
    }

    private static CancellationTokenSource Use(Configuration configuration, Listeners listeners, WebServer web, CancellationToken stopping)
    {
        listeners.Use(configuration.Servers);
        web.Use(configuration.Pages);
        var life = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        foreach (var handler in configuration.Servers.SelectMany(server => server.Chain))
            handler.Start(life.Token);
        return life;
    }
}
