namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>Names that Cilium's chart gives its objects (field notes, cluster mesh).</summary>
internal static class CiliumNames
{
    public const string Config = "cilium-config";
    public const string Agent = "cilium";
    public const string AgentLabel = "k8s-app=cilium";
    public const string AgentContainer = "cilium-agent";
    public const string Operator = "cilium-operator";
    public const string MeshApiServer = "clustermesh-apiserver";
    public const string MeshApiServerLabel = "k8s-app=clustermesh-apiserver";
    public const string KvStoreMeshContainer = "kvstoremesh";
    public const string CaSecret = "cilium-ca";
    public const string RemoteCertificate = "clustermesh-apiserver-remote-cert";
    public const string AgentPeers = "cilium-clustermesh";
    public const string KvStoreMeshPeers = "cilium-kvstoremesh";
    public const string Group = "cilium.io";
    public const string Version = "v2";
}
