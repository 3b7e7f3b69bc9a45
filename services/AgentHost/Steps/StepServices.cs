using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.AgentHost.Steps;

/// <summary>Registers the steps of an agent.</summary>
public static class StepServices
{
    /// <summary>Makes the agent answer <typeparamref name="TCommand"/> with <typeparamref name="TStep"/>; a new instance for every run.</summary>
    public static IServiceCollection AddStep<TCommand, TStep>(this IServiceCollection services)
        where TCommand : IStepCommand
        where TStep : class, IStep<TCommand>
    {
        services.AddScoped<IStep<TCommand>, TStep>();
        services.AddSingleton(StepKind.Of<TCommand>());
        return services;
    }
}
