using System.Diagnostics;
using System.Globalization;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.MySqlAgent.Guarding;

namespace ClusterSetSuite.MySqlAgent.Tests.Guarding;

/// <summary>The probe's scripts as a container runs them, with process ids of their own: what ends a server here can reach no other.</summary>
public sealed class EnforcerScriptTests : IDisposable
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("clusterset-enforcer");

    public void Dispose() => _files.Delete(recursive: true);

    [Fact]
    public async Task Without_a_probe_that_runs_there_is_no_enforcer()
    {
        Assert.Null(Enforcers.Read(await Container(Stamp("")), TimeSpan.Zero).Enforcer);
        File.WriteAllText(Path.Combine(_files.FullName, "clusterset-enforcer"), "100 1\n"); // a look in another life
        Assert.Null(Enforcers.Read(await Container(Stamp("")), TimeSpan.Zero).Enforcer);
    }

    [Fact]
    public void One_that_has_not_looked_lately_is_not_counted_on_and_may_be_stamped()
    {
        var (awake, asleep) = (Enforcers.Read("1500 1020", TimeSpan.Zero).Enforcer, Enforcers.Read("1500 980 writer 1600 3", TimeSpan.Zero).Enforcer);
        Assert.Equal(new(TimeSpan.FromSeconds(15), null, IsAwake: true), awake);
        Assert.Equal(new(TimeSpan.FromSeconds(15), new(StampKind.Writer, TimeSpan.FromSeconds(16), 3), IsAwake: false), asleep);
    }

    [Fact]
    public async Task The_file_of_the_last_look_is_never_emptied()
    {
        var file = Path.Combine(_files.FullName, "clusterset-enforcer");
        File.WriteAllText(file, $"1 1{new string(' ', 200)}\nkept\n");
        Assert.Contains("looked", await Container($"{Probe}; {Looking}; echo looked"), StringComparison.Ordinal);
        Assert.EndsWith("kept\n", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stamp_is_kept_until_a_newer_one_comes()
    {
        var answers = (await Container($"{Probe}; {Looking}; {Stamp("", "writer 900 5", "readonly 0 4")}; {Stamp("")}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var read = answers.Select(answer => Enforcers.Read(answer, TimeSpan.Zero)).ToList();
        var kept = new RightStamp(StampKind.Writer, TimeSpan.FromSeconds(9), 5);
        Assert.Equal([null, kept, kept, kept], read.Select(reading => reading.Enforcer?.Stamp)); // for another shell too
        Assert.All(read, reading => Assert.NotNull(reading.Enforcer));
    }

    [Fact]
    public async Task A_stamp_of_an_earlier_life_of_the_container_does_not_count()
    {
        await Container($"{Probe}; {Looking}; {Stamp("writer 1 7")}");
        var (read, served) = (Enforcers.Read(await Container($"{Probe}; {Looking}; {Stamp("")}"), TimeSpan.Zero), await Container($"{Server}; {Probe}; {Looking}; {Verdict}"));
        Assert.Null(read.Enforcer?.Stamp);
        Assert.Equal("alive", served.Trim());
    }

    [Theory]
    [InlineData("writer", -1, "dead")] // its right has ended
    [InlineData("writer", +60, "alive")]
    [InlineData("readonly", -1, "alive")]
    [InlineData("unlimited", -1, "alive")]
    public async Task A_server_ends_exactly_when_its_right_to_write_has(string kind, int seconds, string verdict)
    {
        var deadline = $"$(($(cut -d' ' -f1 /proc/uptime | tr -d .) + {(seconds * 100).ToString(CultureInfo.InvariantCulture)}))";
        var served = await Container($"{Server}; {Probe}; {Looking}; echo \"{kind} {deadline} 3\" | /bin/bash -c \"$STAMP\" >/dev/null; {Verdict}");
        Assert.Equal(verdict, served.Trim());
    }

    [Fact]
    public async Task An_enforcer_that_ended_is_started_again_and_two_do_not_stay()
    {
        // Counted by one program and no pipeline: a part of one that has not begun its program yet is a bash too.
        const string count = "for look in {1..200}; do grep -lsx bash /proc/[0-9]*/comm >$CLUSTERSET_FILES/bashes; mapfile -t bashes <$CLUSTERSET_FILES/bashes; [ ${#bashes[@]} = 2 ] && break; sleep 0.1; done; echo ${#bashes[@]}";
        var served = await Container($"{Probe}; {Looking}; read -r first life <$CLUSTERSET_FILES/clusterset-enforcer-owner; kill -9 $first; sleep 2.5; {Probe}; {Probe}; {count}; read -r second life <$CLUSTERSET_FILES/clusterset-enforcer-owner; [ $first != $second ] && kill -0 $second && echo again");
        Assert.Equal(["2", "again"], served.Split('\n', StringSplitOptions.RemoveEmptyEntries)); // the container's own shell, and one enforcer
    }

    private const string Probe = "/bin/bash -c \"$PROBE\"";
    private const string Server = "cp /bin/sleep $CLUSTERSET_FILES/mysqld; $CLUSTERSET_FILES/mysqld 60 & server=$!";
    private const string Looking = "while echo | /bin/bash -c \"$STAMP\" | grep -q never; do sleep 0.05; done"; // in this life of the container
    private const string Verdict = "for look in {1..20}; do kill -0 $server 2>/dev/null || break; sleep 0.1; done; kill -0 $server 2>/dev/null && echo alive || echo dead"; // it looks twice a second

    private static string Stamp(params string[] marks) => $"printf '%s\\n' {string.Join(' ', marks.Select(mark => $"'{mark}'"))} | /bin/bash -c \"$STAMP\"";

    private async Task<string> Container(string script)
    {
        var start = new ProcessStartInfo("unshare", ["--pid", "--fork", "--mount-proc", "--kill-child", "/bin/bash", "-c", $"set +m; {script}; exit 0"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["CLUSTERSET_FILES"], start.Environment["PROBE"], start.Environment["STAMP"]) = (_files.FullName, EnforcerProbe.ProbeScript, EnforcerProbe.StampScript);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return await output;
    }
}
