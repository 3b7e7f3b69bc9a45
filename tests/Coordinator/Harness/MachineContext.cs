using System.Reflection;
using ClusterSetSuite.Coordinator.Operations;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Tests.Harness;

/// <summary>What the state machine is given with an event when no bus brings it: the operation, the message and the services, nothing else.</summary>
public class MachineContext : DispatchProxy
{
    private OperationState _operation = null!;
    private object? _message;
    private object _event = null!;
    private StateMachine<OperationState> _machine = null!;
    private IServiceProvider _services = null!;

    public static BehaviorContext<OperationState, T> For<T>(OperationStateMachine machine, OperationState operation, Event<T> @event, T message, IServiceProvider services)
        where T : class => Make<BehaviorContext<OperationState, T>>(machine, operation, @event, message, services);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        "get_Saga" or "get_Instance" => _operation,
        "get_Message" or "get_Data" => _message,
        "get_Event" => _event,
        "get_StateMachine" => _machine,
        "get_CancellationToken" => CancellationToken.None,
        "get_CorrelationId" => (Guid?)_operation.CorrelationId,
        "CreateProxy" when args!.Length == 1 => Make<BehaviorContext<OperationState>>(_machine, _operation, args[0]!, null, _services),
        "CreateProxy" => MakeWithData(targetMethod.GetGenericArguments()[0], args!),
        "Raise" when args!.Length == 1 => _machine.RaiseEvent(Make<BehaviorContext<OperationState>>(_machine, _operation, args[0]!, null, _services)),
        "TryGetPayload" => TryGetPayload(targetMethod.GetGenericArguments()[0], args!),
        "HasPayloadType" => false,
        var other => throw new NotSupportedException($"the state machine asks for {other}, which these tests do not give"),
    };

    private static TContext Make<TContext>(StateMachine<OperationState> machine, OperationState operation, object @event, object? message, IServiceProvider services)
        where TContext : class
    {
        var context = Create<TContext, MachineContext>();
        var self = (MachineContext)(object)context;
        (self._machine, self._operation, self._event, self._message, self._services) = (machine, operation, @event, message, services);
        return context;
    }

    private object MakeWithData(Type data, object?[] args) => typeof(MachineContext)
        .GetMethod(nameof(Make), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(typeof(BehaviorContext<,>).MakeGenericType(typeof(OperationState), data))
        .Invoke(null, [_machine, _operation, args[0], args[1], _services])!;

    private bool TryGetPayload(Type wanted, object?[] args)
    {
        args[0] = wanted == typeof(IServiceProvider) ? _services : null;
        return args[0] is not null;
    }
}
