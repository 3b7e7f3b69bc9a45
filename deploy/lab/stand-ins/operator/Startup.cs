using ClusterSetSuite.Lab.Operator.Control;
using k8s;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterSetSuite.Lab.Operator;

/// <summary>Puts the operator together.</summary>
public static class Startup
{
    /// <summary>Registers the operator for one API server.</summary>
    public static IServiceCollection AddOperator(this IServiceCollection services, KubernetesClientConfiguration configuration, Settings settings) => services
        .AddSingleton<IKubernetes>(_ => new Kubernetes(configuration))
        .AddSingleton(settings)
        .AddSingleton(TimeProvider.System)
        .AddSingleton<Resources>().AddSingleton<Events>().AddSingleton<ContextReader>().AddSingleton<PodPatches>().AddSingleton<StatusWriter>()
        .AddSingleton<ObjectMaker>().AddSingleton<Workloads>().AddSingleton<Shell>().AddSingleton<Group>().AddSingleton<Repair>().AddSingleton<Accounts>()
        .AddSingleton<PostCreate>().AddSingleton<PodHandlers>().AddSingleton<SpecChanges>().AddSingleton<Deletion>().AddSingleton<Creation>()
        .AddHostedService<OperatorService>();
}
