namespace ClusterSetSuite.TestServers.MySql;

/// <summary>The MySQL programs of the lab's cache, run straight from the image's root folder: no container, no chroot, the host's network.</summary>
public sealed class MySqlBinaries
{
    private MySqlBinaries(string root) => Root = root;

    /// <summary>Folder that holds the image's root file system.</summary>
    public string Root { get; }

    /// <summary>Why tests that need real servers can not run here; null when they can.</summary>
    public static string? SkipReason => Directory.Exists(RootFolder) ? null : $"no MySQL in the lab's cache ({RootFolder}); build it with deploy/lab";

    private static string RootFolder => Path.Combine(SuiteCache.Folder, "lab", "images", "mysql-rootfs");

    /// <summary>Finds the programs; under <c>CI=true</c> their absence is a failure, elsewhere the caller skips with <see cref="SkipReason"/>.</summary>
    /// <exception cref="InvalidOperationException">The cache has no MySQL.</exception>
    public static MySqlBinaries Find() =>
        SkipReason is { } reason ? throw new InvalidOperationException(reason) : new MySqlBinaries(RootFolder);

    /// <summary>True when a test must skip (never under <c>CI=true</c>, where <see cref="Find"/> then fails the test).</summary>
    public static bool MustSkip => SkipReason is not null && Environment.GetEnvironmentVariable("CI") != "true";

    /// <summary>The argument list that starts a program of the image under the image's own loader and libraries.</summary>
    public IReadOnlyList<string> Command(string program, params IEnumerable<string> arguments) =>
    [
        Path.Combine(Root, "lib64/ld-linux-x86-64.so.2"),
        "--library-path", $"{Path.Combine(Root, "usr/lib/x86_64-linux-gnu")}:{Path.Combine(Root, "usr/lib/x86_64-linux-gnu/mysqlrouter/private")}",
        Path.Combine(Root, program),
        .. arguments,
    ];

    /// <summary>Arguments that every start of mysqld needs, after the one that names its option file.</summary>
    public IEnumerable<string> ServerBasics(string dataFolder) =>
    [
        "--user=root", $"--basedir={Path.Combine(Root, "usr")}", $"--lc-messages-dir={Path.Combine(Root, "usr/share/mysql")}",
        $"--plugin-dir={Path.Combine(Root, "usr/lib/mysql/plugin")}", $"--datadir={dataFolder}",
        "--secure-file-priv=", "--innodb-redo-log-capacity=8M", "--innodb-buffer-pool-size=32M",
    ];
}
