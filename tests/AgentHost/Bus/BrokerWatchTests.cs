using ClusterSetSuite.AgentHost.Bus;
using ClusterSetSuite.TestServers.Rabbit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ClusterSetSuite.AgentHost.Tests.Bus;

/// <summary>A bus that passes nothing on, beside a real broker; minutes pass on a clock of the test.</summary>
public sealed class BrokerWatchTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly BrokerLink _link = new();
    private readonly Life _life = new();
    private readonly string _passwordFile = Path.GetTempFileName();
    private RabbitServer _rabbit = null!;
    private BrokerWatch _watch = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_passwordFile, "guest\n", Ct);
        _rabbit = await RabbitServer.Start(Ct);
        var bus = new BusOptions { Host = "127.0.0.1", Port = (ushort)_rabbit.Port, User = "guest", PasswordFile = _passwordFile };
        _watch = new BrokerWatch(_link, Options.Create(bus), _life, _time, NullLogger<BrokerWatch>.Instance);
        await _watch.StartAsync(Ct);
    }

    [Fact]
    public async Task Ends_an_agent_whose_bus_is_deaf_beside_a_broker_that_takes_messages()
    {
        for (var waited = TimeSpan.Zero; waited < BrokerWatch.Patience; waited += BrokerWatch.Every)
            Assert.False(await Round());
        Assert.True(await Round());
        Assert.True(_watch.FoundDeaf);
    }

    [Fact]
    public async Task Leaves_an_agent_that_is_heard_now_and_then()
    {
        for (var round = 0; round < 20; round++)
        {
            if (round % 5 == 0)
                _link.CountTaken();
            Assert.False(await Round());
        }
    }

    [Fact]
    public async Task Leaves_an_agent_whose_broker_is_away()
    {
        await _rabbit.Kill(Ct);
        for (var round = 0; round < 20; round++)
            Assert.False(await Round());
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        _watch.Dispose();
        _link.Dispose();
        _life.Dispose();
        await _rabbit.DisposeAsync();
        File.Delete(_passwordFile);
    }

    /// <summary>One round of the watch; whether it has asked for the end.</summary>
    private async Task<bool> Round()
    {
        var rounds = _watch.Rounds;
        _time.Advance(BrokerWatch.Every);
        while (_watch.Rounds == rounds)
            await Task.Delay(TimeSpan.FromMilliseconds(5), Ct);
        return _life.Asked;
    }

    private sealed class Life : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public bool Asked => _stopping.IsCancellationRequested;

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
