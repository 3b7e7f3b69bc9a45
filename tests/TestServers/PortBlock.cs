using System.Net;
using System.Net.Sockets;

namespace ClusterSetSuite.TestServers;

/// <summary>A few neighbouring TCP ports on loopback that no other test process takes while this is held.</summary>
internal sealed class PortBlock : IDisposable
{
    private readonly FileStream _claim;

    private PortBlock(int first, FileStream claim) => (First, _claim) = (first, claim);

    public int First { get; }

    /// <summary>Claims the first free block of <paramref name="size"/> ports between two bounds.</summary>
    public static PortBlock Claim(int from, int to, int size)
    {
        var folder = Directory.CreateDirectory(Path.Combine(SuiteCache.Folder, "test-ports")).FullName;
        for (var first = from; first + size - 1 <= to; first += size)
        {
            if (TryLock(Path.Combine(folder, $"{first}.lock")) is not { } claim)
                continue;
            if (Enumerable.Range(first, size).All(IsFree))
                return new PortBlock(first, claim);
            claim.Dispose();
        }

        throw new InvalidOperationException($"no {size} free ports in a row between {from} and {to}");
    }

    public void Dispose() => _claim.Dispose();

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null; // another test process holds it
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
