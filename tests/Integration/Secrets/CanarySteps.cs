using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Integration.Tests.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterSetSuite.Integration.Tests.Secrets;

/// <summary>The root password, and what became of it: made on one site, opened on the other.</summary>
public sealed record RootPassword(string Value)
{
    public string? Opened { get; set; }
}

/// <summary>Tells this agent's real public key.</summary>
public sealed class TellKey(ISealing sealing) : IStep<InspectMySql>
{
    public async Task<StepState> Check(InspectMySql command, CancellationToken ct) => StepState.IsDone(new MySqlProfile { PublicKey = await sealing.PublicKey(ct) });

    public Task Apply(InspectMySql command, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Seals the root password to the other sites, as the MySqlAgent does.</summary>
public sealed class SealPassword(ISealing sealing, RootPassword root) : IStep<GenerateCredentials>
{
    public Task<StepState> Check(GenerateCredentials command, CancellationToken ct) => Task.FromResult(
        StepState.IsDone(new SealedCredentials(command.Recipients.ToDictionary(recipient => recipient.Site, recipient => sealing.Seal(recipient, root.Value)))));

    public Task Apply(GenerateCredentials command, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Opens the password and is as careless with it as a step can be: tells it, fails with it, and only then is done.</summary>
public sealed class SpillPassword(ISealing sealing, RootPassword root, IStepProgress progress) : IStep<PlaceCredentials>
{
    public async Task<StepState> Check(PlaceCredentials command, CancellationToken ct)
    {
        if (root.Opened is not null)
            return StepState.IsDone();
        root.Opened = await sealing.Open(command.Credentials, ct);
        progress.Report($"logging in as root with {root.Opened}");
        throw new TimeoutException($"no answer to the login of root with {root.Opened}");
    }

    public Task Apply(PlaceCredentials command, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Registers the steps above in place of the world's.</summary>
public static class CanarySteps
{
    public static void AddCanarySteps(this IServiceCollection services, World world, RootPassword root)
    {
        services.AddWorldSteps(world, typeof(InspectMySql), typeof(GenerateCredentials), typeof(PlaceCredentials));
        services.AddSingleton(root);
        services.AddStep<InspectMySql, TellKey>().AddStep<GenerateCredentials, SealPassword>().AddStep<PlaceCredentials, SpillPassword>();
    }
}
