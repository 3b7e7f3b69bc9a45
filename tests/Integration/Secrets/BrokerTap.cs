using System.Collections.Concurrent;
using System.Text;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.TestServers.Rabbit;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ClusterSetSuite.Integration.Tests.Secrets;

/// <summary>Gets a copy of every message that goes over the broker.</summary>
public sealed class BrokerTap : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly IConnection _connection;

    private BrokerTap(IConnection connection) => _connection = connection;

    /// <summary>The messages as they were on the wire.</summary>
    public IReadOnlyCollection<string> Bodies => _bodies;

    /// <summary>Listens behind every exchange of the suite.</summary>
    public static async Task<BrokerTap> Open(RabbitServer rabbit, string[] sites, CancellationToken ct)
    {
        var factory = new ConnectionFactory { HostName = "127.0.0.1", Port = rabbit.Port, Password = rabbit.Password };
        var tap = new BrokerTap(await factory.CreateConnectionAsync(ct));
        var channel = await tap._connection.CreateChannelAsync(cancellationToken: ct);
        var queue = (await channel.QueueDeclareAsync(cancellationToken: ct)).QueueName;
        string[] messages = ["StepAnswer", "StepProgress", "AgentHeartbeat", "OperationEnded"];
        foreach (var exchange in messages.Select(name => $"ClusterSetSuite.Contracts.Messages:{name}")
                     .Concat(sites.SelectMany(site => AgentNames.All.Select(agent => QueueNames.For(agent, site))))
                     .Append(QueueNames.Coordinator))
        {
            await channel.ExchangeDeclareAsync(exchange, "fanout", durable: true, cancellationToken: ct);
            await channel.QueueBindAsync(queue, exchange, "", cancellationToken: ct);
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            tap._bodies.Enqueue(Encoding.UTF8.GetString(message.Body.Span));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer, ct);
        return tap;
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();
}
