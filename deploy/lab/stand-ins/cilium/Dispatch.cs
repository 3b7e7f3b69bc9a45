using ClusterSetSuite.Lab.Cilium.Commands;

namespace ClusterSetSuite.Lab.Cilium;

/// <summary>One program under several names, as the image has them: the first argument is the name it was called by.</summary>
public static class Dispatch
{
    /// <summary>Runs the named program; 2 where there is none of that name.</summary>
    public static Task<int> Run(string[] args, CancellationToken ct) => args switch
    {
        ["cilium-agent", ..] => AgentCommand.Run(ct),
        ["cilium-operator", ..] => OperatorCommand.Run(ct),
        ["cilium-certgen", .. var rest] => CertGenCommand.Run(new Arguments(rest), ct),
        ["clustermesh-apiserver", "clustermesh", .. var rest] => ApiServerCommand.Run(new Arguments(rest), ct),
        ["clustermesh-apiserver", "kvstoremesh", .. var rest] => KvStoreMeshCommand.Run(new Arguments(rest), ct),
        ["clustermesh-apiserver", "kvstoremesh-dbg", "status", .. var rest] => StatusCommand.KvStoreMesh(rest, Console.Out),
        ["cilium-dbg", "status", .. var rest] => StatusCommand.Agent(rest, Console.Out),
        ["cilium-dbg", "version", ..] => Say($"Client: {Version} lab stand-in\nDaemon: {Version} lab stand-in"),
        _ => Fail($"unknown command: {string.Join(' ', args)}"),
    };

    /// <summary>The version that the stand-in plays.</summary>
    public const string Version = "1.18.4";

    private static Task<int> Say(string text)
    {
        Console.WriteLine(text);
        return Task.FromResult(0);
    }

    private static Task<int> Fail(string text)
    {
        Console.Error.WriteLine(text);
        return Task.FromResult(2);
    }
}
