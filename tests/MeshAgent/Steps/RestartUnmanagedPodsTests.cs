using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using ClusterSetSuite.Tests.Shared;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.MeshAgent.Tests.Steps;

/// <summary>Pods that are older than Cilium, at a real API server; the test plays their makers and Cilium.</summary>
[Collection(nameof(Api))]
public sealed class RestartUnmanagedPodsTests(Api api)
{
    private const int PodsOfMaker = 2;
    private static readonly string[] Makers = ["web", "worker"];

    public static TheoryData<string> Faults => FaultyRuns.Faults;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Pods_older_than_Cilium_are_restarted_one_after_the_other_of_each_maker_while_every_request_fails(string fault)
    {
        Assert.SkipWhen(api.Server is null, KubeApiBinaries.SkipReason ?? "");
        await using var proxy = await FaultyApi.Before(api.Server!, Ct);
        var site = await Site.Make(proxy.Client(), api.Server!.Kubeconfig, Ct);
        await using var pods = await OldPods.Make(api.Server, Ct);

        await Played.While(pods.ComeAndGo, async () =>
        {
            await proxy.BroughtToItsEnd(site.Step<RestartUnmanagedPods>(), new RestartUnmanagedPods(), fault, Ct);
            await Waiting.Until("every old pod is gone", () => Task.FromResult(pods.Renewed == Makers.Length * PodsOfMaker), Ct);
        }, Ct);

        Assert.Equal(1, pods.MostAway);
        Assert.Contains(proxy.Met, request => request.StartsWith($"DELETE /api/v1/namespaces/{pods.Space}/pods/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pod_that_nobody_would_make_again_is_named_and_nothing_is_restarted()
    {
        var site = await Site.Make(api, Ct);
        await using var pods = await OldPods.Make(api.Server!, Ct);
        await pods.Add("alone", maker: null, OldPods.BeforeCilium, Ct);

        var unsafely = Assert.IsType<StepState.Unsafe>(await site.Run(new RestartUnmanagedPods(), Ct));

        Assert.Equal($"Cilium does not manage these pods, and nobody would make them again: {pods.Space}/alone", unsafely.Reason);
        Assert.All((await api.Server!.Admin.CoreV1.ListNamespacedPodAsync(pods.Space, cancellationToken: Ct)).Items, pod => Assert.Null(pod.Metadata.DeletionTimestamp));
    }

    /// <summary>A namespace with the pods of two makers, which make them again when they are deleted; gone on dispose.</summary>
    private sealed class OldPods(KubeApiServer server, string space) : IAsyncDisposable
    {
        public static readonly DateTime BeforeCilium = DateTime.UtcNow.AddHours(-2);
        private const string Node = "node-1";
        private const string Group = "cilium.io";
        private const string Version = "v2";
        private const int Rounds = 4;
        private readonly IKubernetes _api = server.Admin;
        private readonly Dictionary<string, int> _made = [];
        private readonly Dictionary<string, int> _rounds = [];

        public string Space => space;

        /// <summary>Pods that were made in place of old ones.</summary>
        public int Renewed { get; private set; }

        /// <summary>The most pods of one maker that were not ready at once.</summary>
        public int MostAway { get; private set; }

        public static async Task<OldPods> Make(KubeApiServer server, CancellationToken ct)
        {
            await Register(server.Admin, ct);
            var pods = new OldPods(server, await server.NewNamespace("unmanaged", ct));
            await pods.Add("cilium-x2", maker: null, BeforeCilium.AddHours(1), ct, agent: true);
            foreach (var maker in Makers)
            {
                for (var i = 0; i < PodsOfMaker; i++)
                    await pods.Add(pods.NextOf(maker), maker, BeforeCilium, ct);
                await pods.Add($"{maker}-evicted", maker, BeforeCilium, ct, isReady: false, phase: "Failed");
            }

            return pods;
        }

        /// <summary>What the makers, the node and Cilium do: a deleted pod ends after a while, another comes, has an endpoint, and is ready after a while.</summary>
        public async Task ComeAndGo(CancellationToken ct)
        {
            var all = (await _api.CoreV1.ListNamespacedPodAsync(space, cancellationToken: ct)).Items;
            foreach (var maker in Makers)
            {
                var pods = all.Where(pod => UnmanagedPods.Maker(pod)?.Name == maker).ToList();
                MostAway = Math.Max(MostAway, PodsOfMaker - pods.Count(pod => pod.Metadata.DeletionTimestamp is null && pod.IsReady()));
                foreach (var pod in pods.Where(pod => pod.Metadata.DeletionTimestamp is not null).Where(AfterAWhile))
                    await Renew(pod, maker, ct);
                foreach (var pod in pods.Where(pod => pod is { Metadata.DeletionTimestamp: null, Status.Phase: "Running" } && !pod.IsReady()).Where(AfterAWhile))
                    await Tell(pod.Name(), space, DateTime.UtcNow, isReady: true, ct);
            }
        }

        private async Task Renew(V1Pod old, string maker, CancellationToken ct)
        {
            var name = NextOf(maker);
            await _api.CustomObjects.CreateNamespacedCustomObjectAsync(
                new { apiVersion = $"{Group}/{Version}", kind = "CiliumEndpoint", metadata = new { name } }, Group, Version, space, "ciliumendpoints", cancellationToken: ct);
            await Add(name, maker, DateTime.UtcNow, ct, isReady: false);
            await _api.CoreV1.DeleteNamespacedPodAsync(old.Name(), space, gracePeriodSeconds: 0, cancellationToken: ct);
            Renewed++;
        }

        private bool AfterAWhile(V1Pod pod) => (_rounds[pod.Metadata.Uid] = _rounds.GetValueOrDefault(pod.Metadata.Uid) + 1) % Rounds == 0;

        public async Task Add(string name, string? maker, DateTime since, CancellationToken ct, bool agent = false, bool isReady = true, string phase = "Running")
        {
            var pod = new V1Pod
            {
                Metadata = new V1ObjectMeta
                {
                    Name = name,
                    Labels = agent ? new Dictionary<string, string> { ["k8s-app"] = "cilium" } : null,
                    OwnerReferences = maker is null ? null : [new V1OwnerReference { ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = maker, Uid = $"{space}-{maker}", Controller = true }],
                },
                Spec = new V1PodSpec { NodeName = Node, HostNetwork = agent ? true : null, Containers = [new() { Name = "main", Image = "main:lab" }] },
            };
            var where = agent ? Site.Space : space;
            await _api.CoreV1.CreateNamespacedPodAsync(pod, where, cancellationToken: ct);
            await Tell(name, where, since, isReady, ct, phase);
        }

        private Task<V1Pod> Tell(string name, string where, DateTime since, bool isReady, CancellationToken ct, string phase = "Running")
        {
            var status = new V1PodStatus { Phase = phase, StartTime = since, Conditions = [new() { Type = "Ready", Status = isReady ? "True" : "False" }] };
            return _api.CoreV1.PatchNamespacedPodStatusAsync(new V1Patch(new { status }, V1Patch.PatchType.MergePatch), name, where, cancellationToken: ct);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var pod in (await _api.CoreV1.ListNamespacedPodAsync(space)).Items)
                await _api.CoreV1.DeleteNamespacedPodAsync(pod.Name(), space, gracePeriodSeconds: 0);
        }

        private string NextOf(string maker)
        {
            _made[maker] = _made.GetValueOrDefault(maker) + 1;
            return $"{maker}-{_made[maker]}";
        }

        private static async Task Register(IKubernetes api, CancellationToken ct)
        {
            try
            {
                await api.ApiextensionsV1.CreateCustomResourceDefinitionAsync(AnyKind.Of(Group, Version, "CiliumEndpoint"), cancellationToken: ct);
            }
            catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.Conflict)
            {
                // the test before has
            }

            await Waiting.Until("CiliumEndpoints are served", async () =>
            {
                try
                {
                    await api.CustomObjects.ListClusterCustomObjectAsync(Group, Version, "ciliumendpoints", cancellationToken: ct);
                    return true;
                }
                catch (HttpOperationException)
                {
                    return false;
                }
            }, ct);
        }
    }
}
