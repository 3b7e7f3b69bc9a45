using System.Security.Cryptography;

namespace ClusterSetSuite.Cli.Embedded;

/// <summary>What an embedded run keeps on disk: the database, a log, a lock, and the token of its API, all readable by the user alone.</summary>
internal sealed class EmbeddedState : IDisposable
{
    private readonly FileStream held;

    private EmbeddedState(string folder, string name, FileStream held)
    {
        this.held = held;
        Database = Path.Combine(folder, $"{name}.db");
        Log = Path.Combine(folder, $"{name}.log");
        TokenFile = Path.Combine(folder, $"{name}.token");
        Token = RandomNumberGenerator.GetHexString(32);
        File.Delete(TokenFile);
        using var file = new StreamWriter(new FileStream(TokenFile, Private(FileMode.CreateNew)));
        file.Write(Token);
    }

    /// <summary>The SQLite file.</summary>
    public string Database { get; }

    /// <summary>How the SQLite file is opened.</summary>
    public string ConnectionString => $"Data Source={Database}";

    /// <summary>The log file.</summary>
    public string Log { get; }

    /// <summary>The file that the API reads its token from.</summary>
    public string TokenFile { get; }

    /// <summary>The token.</summary>
    public string Token { get; }

    /// <summary>Opens the state of a ClusterSet that an earlier run has left; a name that none knows leaves nothing behind.</summary>
    /// <exception cref="CliException">There is none, or another process has it open.</exception>
    public static EmbeddedState OpenKnown(string name) =>
        Path.GetFileName(name) == name && File.Exists(Path.Combine(Folder(), $"{name}.db")) ? Open(name) : throw Unknown(name);

    /// <summary>Opens the state of a ClusterSet under XDG_STATE_HOME (default ~/.local/state).</summary>
    /// <exception cref="CliException">Another process has it open.</exception>
    public static EmbeddedState Open(string name)
    {
        var folder = Folder();
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            return new(folder, name, new FileStream(Path.Combine(folder, $"{name}.lock"), Private(FileMode.OpenOrCreate)));
        }
        catch (IOException e)
        {
            throw new CliException($"another clusterset --embedded works on {name} ({e.Message}); wait for it or end it", ExitCodes.Failed);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(TokenFile);
        held.Dispose();
    }

    /// <summary>No earlier run was asked for this ClusterSet.</summary>
    public static CliException Unknown(string set) =>
        new($"no embedded run of yours on this machine knows a ClusterSet '{set}'; adopt it first: clusterset apply -f SPEC --embedded", ExitCodes.BadInput);

    private static string Folder() => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } home ? home : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
        "clusterset");

    private static FileStreamOptions Private(FileMode mode) => new()
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };
}
