using ClusterSetSuite.AgentHost.Kubernetes;
using k8s;

namespace ClusterSetSuite.AgentHost.Tests.Kubernetes;

/// <summary>Programs in containers: those that run to their end, and those that stay and answer.</summary>
public sealed class PodProgramTests : IAsyncLifetime
{
    private static readonly PodTarget Target = new("mysql", "prd-0", "mysql");

    private ExecServer _server = null!;
    private k8s.Kubernetes _client = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ExecServer.Start(Ct);
        _client = new k8s.Kubernetes(new KubernetesClientConfiguration { Host = _server.Url });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_program_is_run_to_its_end_with_both_streams()
    {
        var ran = await new PodExec(_client).Run(Target, ["/bin/bash", "-c", "read -r word; echo $word; head -c 100000 /dev/zero | tr '\\0' x; echo bad >&2; exit 3"], "hello\n"u8.ToArray(), Ct);
        Assert.Equal((3, 100_006, "bad\n"), (ran.ExitCode, ran.Stdout.Length, ran.Stderr));
        Assert.StartsWith("hello\nx", ran.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_stays_answers_line_by_line()
    {
        await using var dialogue = await new PodDialogues(_client).Open(Target, ["/bin/bash", "-c", "while read -r word; do echo noise >&2; echo -n \"you \"; sleep 0.05; echo \"said $word\"; done"], Ct);
        for (var turn = 0; turn < 5; turn++)
            Assert.Equal($"you said {turn}", await dialogue.Ask($"{turn}", Ct));
        Assert.Equal(1, _server.Started);
    }

    [Fact]
    public async Task The_end_of_a_program_is_told_with_its_reason()
    {
        await using var dialogue = await new PodDialogues(_client).Open(Target, ["/bin/bash", "-c", "read -r word; exit 7"], Ct);
        var ended = await Assert.ThrowsAsync<IOException>(() => dialogue.Ask("go", Ct));
        Assert.Contains("prd-0 (mysql) has ended", ended.Message, StringComparison.Ordinal);
        Assert.Contains("NonZeroExitCode", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_waited_for()
    {
        await using var dialogue = await new PodDialogues(_client).Open(Target, ["/bin/bash", "-c", "read -r word; tr '\\0' x </dev/zero"], Ct);
        var endless = await Assert.ThrowsAsync<IOException>(() => dialogue.Ask("go", Ct));
        Assert.Contains("more than a line", endless.Message, StringComparison.Ordinal);
    }
}
