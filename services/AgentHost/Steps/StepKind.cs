using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.AgentHost.Steps;

/// <summary>One kind of command that this agent answers, with its type hidden behind Check, Apply and Verify.</summary>
/// <param name="Name">The command record's name: <see cref="Contracts.Messages.StepCommand.Kind"/>.</param>
/// <param name="Bind">Reads the command's body and binds it to a step from the scope.</param>
public sealed record StepKind(string Name, Func<IServiceProvider, JsonElement, BoundStep> Bind)
{
    /// <summary>The kind for a command type.</summary>
    public static StepKind Of<TCommand>()
        where TCommand : IStepCommand => new(
        typeof(TCommand).Name,
        (scope, body) =>
        {
            var command = Wire.FromJson<TCommand>(body);
            var step = scope.GetRequiredService<IStep<TCommand>>();
            return new BoundStep(ct => step.Check(command, ct), ct => step.Apply(command, ct), ct => step.Verify(command, ct));
        });
}
