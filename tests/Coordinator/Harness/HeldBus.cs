using System.Reflection;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Tests.Harness;

/// <summary>A bus that holds what it is given until the test delivers it, in whatever order and as often as the test likes.</summary>
public class HeldBus : DispatchProxy
{
    private readonly List<(string? Queue, object Message)> _held = [];

    /// <summary>What is held: with its queue when it was sent, without when it was published.</summary>
    public IList<(string? Queue, object Message)> Held => _held;

    /// <summary>Queues that take nothing: sending to them hangs.</summary>
    public HashSet<string> Hanging { get; } = [];

    /// <summary>The bus, and the holder behind it.</summary>
    public static (IBus Bus, HeldBus Holder) Make()
    {
        var bus = Create<IBus, HeldBus>();
        return (bus, (HeldBus)(object)bus);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(IBus.GetSendEndpoint) => Task.FromResult(Endpoint((Uri)args![0]!)),
        nameof(IBus.Publish) => Hold(args![0]!),
        var other => throw new NotSupportedException($"these tests know no {other}"),
    };

    private ISendEndpoint Endpoint(Uri address)
    {
        var endpoint = Create<ISendEndpoint, SendingTo>();
        ((SendingTo)(object)endpoint).Set(this, address.AbsolutePath);
        return endpoint;
    }

    private Task Hold(object message)
    {
        _held.Add((null, message));
        return Task.CompletedTask;
    }

    /// <summary>The way to one queue of the bus.</summary>
    public class SendingTo : DispatchProxy
    {
        private HeldBus _bus = null!;
        private string _queue = "";

        public void Set(HeldBus bus, string queue) => (_bus, _queue) = (bus, queue);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (_bus.Hanging.Contains(_queue))
                return Task.Delay(Timeout.Infinite, (CancellationToken)args![^1]!);
            _bus._held.Add((_queue, args![0]!));
            return Task.CompletedTask;
        }
    }
}
