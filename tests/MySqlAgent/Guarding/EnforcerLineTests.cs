using System.Diagnostics;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.TestServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Tests.Guarding;

/// <summary>The way to an enforcer: one shell that is kept, and replaced when it is of no more use; by exec until the shell has called.</summary>
public sealed class EnforcerLineTests : IPodDialogues, IAsyncLifetime
{
    private readonly List<Shell> _shells = [];
    private readonly GuardOptions _options = new();
    private readonly EnforcerCalls _calls;
    private readonly EnforcerLine _line;
    private readonly WebApplication _agent;
    private bool _isSilent;

    public EnforcerLineTests()
    {
        _calls = new(Options.Create(_options));
        _line = new(this, _calls, new("mysql", "prd-0", "mysql"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _agent = builder.Build();
        _agent.MapGet(_calls.Path, _calls.Take);
        _agent.Urls.Add("http://127.0.0.1:0");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _agent.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        await _agent.DisposeAsync();
    }

    public Task<IPodDialogue> Open(PodTarget target, IReadOnlyList<string> command, CancellationToken ct)
    {
        if (_isSilent)
            throw new HttpRequestException("the API server is silent");
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

    [Fact]
    public async Task A_shell_that_has_called_is_asked_without_the_api_server()
    {
        await Called();
        _isSilent = true;
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _line.Ask("", Ct)));
        Assert.All(answers, answer => Assert.Matches(@"^\d+ (never|\d+)", answer));
        Assert.Equal((1, true), (_shells.Count, _shells[0].IsDisposed));
    }

    [Fact]
    public async Task A_call_that_has_ended_is_asked_for_again_by_exec()
    {
        await Called();
        await _agent.StopAsync(Ct); // with its connections
        Assert.Matches(@"^\d+ ", await _line.Ask("", Ct));
        Assert.Equal(2, _shells.Count);
    }

    [Fact]
    public async Task Where_nobody_can_call_exec_is_the_way()
    {
        _options.Addresses = ["http://127.0.0.1:9"]; // discard: nothing listens
        for (var ask = 0; ask < 3; ask++)
            Assert.Matches(@"^\d+ ", await _line.Ask("", Ct));
        Assert.Equal((1, false), (_shells.Count, _shells[0].IsDisposed));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer 0123456789abcdef0123456789abcdef")]
    [InlineData("Bearer ")]
    public async Task A_call_without_the_token_is_refused(string? authorization)
    {
        await using var expected = _calls.Expect();
        Assert.Equal(401, await Call(authorization));
    }

    [Fact]
    public async Task A_token_is_good_once_and_not_after_it_was_withdrawn()
    {
        _options.Addresses = [.. _agent.Urls];
        var (used, withdrawn) = (_calls.Expect()!, _calls.Expect()!);
        await withdrawn.DisposeAsync();
        Assert.Equal(101, await Call($"Bearer {Token(used)}"));
        Assert.Equal(401, await Call($"Bearer {Token(used)}"));
        Assert.Equal(401, await Call($"Bearer {Token(withdrawn)}"));
        await used.DisposeAsync();
    }

    private static string Token(ExpectedCall call) => call.Words.Split(' ')[^1];

    private async Task<int> Call(string? authorization)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, _agent.Urls.Single() + _calls.Path) { Headers = { Connection = { "Upgrade" }, Upgrade = { new("clusterset-enforcer") } } };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        return (int)answer.StatusCode;
    }

    /// <summary>Asks until the shell has called, and the exec is let go.</summary>
    private async Task Called()
    {
        _options.Addresses = [.. _agent.Urls];
        await Waiting.Until("the shell has called", async () => await _line.Ask("", Ct) is not null && _shells[0].IsDisposed, Ct);
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
