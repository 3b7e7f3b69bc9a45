namespace ClusterSetSuite.Contracts.Requests;

/// <summary>A person's wish that nothing is failed over by itself for a while: <c>POST /v1/clustersets/{name}/maintenance</c>.</summary>
public sealed record MaintenanceRequest
{
    /// <summary>For how long, for example <c>30m</c>; <c>0s</c> ends a maintenance.</summary>
    public string For { get; init; } = "";
}
