using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>Serves the pages; a port, once open, stays open over reloads.</summary>
public sealed class WebServer(CancellationToken stopping)
{
    private readonly ConcurrentDictionary<(string Host, int Port), HttpListener> _listeners = new();
    private volatile IReadOnlyList<WebPage> _pages = [];

    /// <summary>Serves these pages and no others from now on.</summary>
    public void Use(IReadOnlyList<WebPage> pages)
    {
        foreach (var page in pages)
            _listeners.GetOrAdd((page.Host, page.Port), Open);
        _pages = pages;
    }

    private HttpListener Open((string Host, int Port) at)
    {
        var listener = new HttpListener();
        listener.Prefixes.Add($"http://{(at.Host.Length == 0 ? "*" : at.Host)}:{at.Port}/");
        listener.Start();
        stopping.Register(listener.Close);
        _ = Serve(listener, at);
        return listener;
    }

    private async Task Serve(HttpListener listener, (string Host, int Port) at)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var context = await listener.GetContextAsync();
                var path = context.Request.Url?.AbsolutePath ?? "/";
                var page = _pages.FirstOrDefault(p => p.Port == at.Port && p.Host == at.Host && p.Path == path);
                var (status, text) = page?.Answer(path) ?? (404, "404 page not found");
                context.Response.StatusCode = status;
                context.Response.Close(Encoding.UTF8.GetBytes(text), false);
            }
            catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException)
            {
                // The client went away, or we are stopping; the loop's condition tells which.
            }
        }
    }
}
