using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Options;
using ClusterSetSuite.Coordinator.Tests.Harness;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterSetSuite.Coordinator.Tests.Bus;

/// <summary>Another system asks over the bus, as people ask over HTTP.</summary>
public sealed class ApplyClusterSetTests : IDisposable
{
    private const string Spec = """
        {"name": "mycs", "primary": "a", "sites": [
          {"name": "a", "namespace": "mysql-a", "cluster": {"name": "ca", "baseServerId": 100}},
          {"name": "b", "namespace": "mysql-b", "cluster": {"name": "cb", "baseServerId": 200}}]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("clusterset-bus-").FullName;
    private readonly Guid _id = Guid.NewGuid();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_good_spec_is_accepted_and_runs_and_asking_again_is_asking_once()
    {
        await using var host = await Host(new FakeAgent());
        for (var times = 0; times < 2; times++)
        {
            var answer = await Ask(host, JsonElement.Parse(Spec));
            Assert.True(answer.Is(out Response<OperationAccepted>? accepted));
            Assert.Equal((_id, "mycs"), (accepted.Message.OperationId, accepted.Message.ClusterSet));
        }

        await host.Until(_id, operation => operation.State == "Completed");
    }

    [Fact]
    public async Task A_bad_spec_is_rejected_with_every_fault_and_its_path()
    {
        await using var host = await Host(new FakeAgent());
        var answer = await Ask(host, JsonElement.Parse("""{"name": "my cs", "primary": "a", "sites": [{"name": "a", "namespace": "mysql-a", "cluster": {"name": "ca"}}]}"""));
        Assert.True(answer.Is(out Response<OperationRejected>? rejected));
        Assert.Equal(_id, rejected.Message.OperationId);
        var paths = rejected.Message.Faults.Select(fault => fault.Path).ToList();
        Assert.Contains("name", paths);
        Assert.Contains("sites[0].cluster.baseServerId", paths);
        Assert.Null(await host.View(_id));
    }

    [Fact]
    public async Task Another_spec_while_an_operation_runs_is_rejected_with_the_operation_in_the_way()
    {
        await using var host = await Host(new FakeAgent { Script = _ => [] });
        var running = Guid.NewGuid();
        await host.Provision(running);
        var answer = await Ask(host, JsonElement.Parse(Spec.Replace("\"primary\": \"a\"", "\"primary\": \"b\"", StringComparison.Ordinal)));
        Assert.True(answer.Is(out Response<OperationRejected>? rejected));
        Assert.Contains($"{running}", Assert.Single(rejected.Message.Faults).Message, StringComparison.Ordinal);
    }

    // Else the silent agents fail the operation while the test still asks.
    private static void Patient(IServiceCollection services) => services.Configure<OperationOptions>(o => o.SilenceLimit = TimeSpan.FromMinutes(5));

    private Task<CoordinatorHost> Host(FakeAgent agent) => CoordinatorHost.Embedded(Path.Combine(_folder, "state.db"), new FakePlan(), agent, Patient);

    private Task<Response<OperationAccepted, OperationRejected>> Ask(CoordinatorHost host, JsonElement spec) =>
        host.Services.GetRequiredService<IBus>()
            .CreateRequestClient<ApplyClusterSet>(new Uri($"queue:{QueueNames.Coordinator}"))
            .GetResponse<OperationAccepted, OperationRejected>(new ApplyClusterSet { OperationId = _id, Spec = spec }, Ct);
}
