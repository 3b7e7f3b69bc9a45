using System.Net;
using System.Net.Sockets;

namespace ClusterSetSuite.TestServers;

/// <summary>Ports for servers that can not choose their own.</summary>
public static class FreePort
{
    /// <summary>A port of loopback in this range that nobody listens on now; random, so that parallel runs seldom choose the same.</summary>
    public static int In(int first, int last)
    {
        var candidates = Enumerable.Range(first, last - first + 1).ToArray();
        Random.Shared.Shuffle(candidates);
        return candidates.First(IsFree);
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
