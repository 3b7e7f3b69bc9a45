using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Steps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.Integration.Tests.Operations;

/// <summary>A step of any kind on the <see cref="World"/>: looks whether its command was carried out, and carries it out.</summary>
public sealed class WorldStep<TCommand>(World world, IOptions<SiteOptions> site) : IStep<TCommand>
    where TCommand : IStepCommand
{
    public Task<StepState> Check(TCommand command, CancellationToken ct) => Task.FromResult(
        typeof(TCommand).Name.StartsWith("Inspect", StringComparison.Ordinal) || world.Has(Thing(command)) ? Done(command) : StepState.Needs("not there yet"));

    public async Task Apply(TCommand command, CancellationToken ct)
    {
        await Task.Delay(world.Takes, ct);
        world.Apply(Thing(command));
    }

    private StepState Done(TCommand command) => World.Facts(command, site.Value.Name) is { } facts ? StepState.IsDone(facts) : StepState.IsDone();

    private string Thing(TCommand command) => $"{site.Value.Name} {typeof(TCommand).Name} {Wire.ToJson(command)}";
}

/// <summary>Registers a <see cref="WorldStep{TCommand}"/> for every command in <c>contracts/Steps</c> but those that the test has steps of its own for.</summary>
public static class WorldSteps
{
    public static void AddWorldSteps(this IServiceCollection services, World world, params Type[] except)
    {
        services.AddSingleton(world);
        foreach (var command in typeof(IStepCommand).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IStepCommand)) && !except.Contains(type)))
        {
            typeof(StepServices).GetMethod(nameof(StepServices.AddStep))!
                .MakeGenericMethod(command, typeof(WorldStep<>).MakeGenericType(command))
                .Invoke(null, [services]);
        }
    }
}
