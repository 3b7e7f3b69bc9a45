using ClusterSetSuite.Lab.MySqlShell.CommandLine;
using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell;

/// <summary>What every operation gets: the session that was opened, its login, the arguments, and where to write. Closes all servers it opened.</summary>
internal sealed class ShellContext(Server session, Credentials login, ShellArguments arguments, ShellConsole console, TextReader input) : IAsyncDisposable
{
    private readonly List<Server> _opened = [];

    public Server Session => session;
    public ShellConsole Console => console;
    public OperationArguments Arguments => arguments.Operands;
    public Credentials Login => login;
    public bool NoWizard => arguments.NoWizard;
    public TextReader Input => input;

    /// <summary>Opens another server with the session's login, or the login that the target names.</summary>
    public async Task<Server> Open(ConnectionTarget target, CancellationToken ct, int timeoutSeconds = 10)
    {
        var own = new Credentials(target.User ?? login.User, target.Password ?? login.Password);
        var server = await Server.Connect(target, own, ct, timeoutSeconds);
        lock (_opened)
            _opened.Add(server);
        return server;
    }

    public Task<Server> Open(string address, CancellationToken ct, int timeoutSeconds = 10) => Open(ConnectionTarget.Parse(address), ct, timeoutSeconds);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _opened)
            await server.DisposeAsync();
    }
}
