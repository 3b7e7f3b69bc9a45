using System.Diagnostics;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.MySqlAgent.Guarding;

namespace ClusterSetSuite.MySqlAgent.Tests.Guarding;

/// <summary>The way to an enforcer: one shell that is kept, and replaced when it is of no more use.</summary>
public sealed class EnforcerLineTests : IPodDialogues, IAsyncDisposable
{
    private readonly List<Shell> _shells = [];
    private readonly EnforcerLine _line;

    public EnforcerLineTests() => _line = new(this, new("mysql", "prd-0", "mysql"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _line.DisposeAsync();

    public Task<IPodDialogue> Open(PodTarget target, IReadOnlyList<string> command, CancellationToken ct)
    {
        _shells.Add(new(command));
        return Task.FromResult<IPodDialogue>(_shells[^1]);
    }

    [Fact]
    public async Task One_shell_answers_all_questions_each_with_its_own_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _line.Ask("", Ct)));
        Assert.All(answers, answer => Assert.Matches(@"^\d+ (never|\d+)", answer));
        Assert.Single(_shells);
    }

    [Fact]
    public async Task A_shell_that_has_ended_is_replaced_within_the_question()
    {
        await _line.Ask("", Ct);
        _shells[0].End();
        Assert.Matches(@"^\d+ ", await _line.Ask("", Ct));
        Assert.Equal(2, _shells.Count);
    }

    [Fact]
    public async Task A_shell_that_does_not_answer_is_given_up_and_replaced()
    {
        await _line.Ask("", Ct);
        _shells[0].Freeze();
        Assert.Matches(@"^\d+ ", await _line.Ask("", Ct));
        Assert.Equal((2, true), (_shells.Count, _shells[0].IsDisposed));
    }

    private sealed class Shell : IPodDialogue
    {
        private readonly Process _process;

        public Shell(IReadOnlyList<string> command) =>
            _process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

        public bool IsDisposed { get; private set; }

        public async Task<string> Ask(string line, CancellationToken ct)
        {
            await _process.StandardInput.WriteLineAsync(line.AsMemory(), ct);
            await _process.StandardInput.FlushAsync(ct);
            return await _process.StandardOutput.ReadLineAsync(ct) ?? throw new IOException("it has ended");
        }

        public void End()
        {
            _process.Kill();
            _process.WaitForExit();
        }

        public void Freeze()
        {
            using var stop = Process.Start("kill", ["-STOP", $"{_process.Id}"]);
            stop.WaitForExit();
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            _process.Kill();
            _process.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
