using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>What became of a request.</summary>
public abstract record RequestResult
{
    private RequestResult()
    {
    }

    /// <summary>It runs, or did already.</summary>
    /// <param name="OperationId">The operation that does it.</param>
    public sealed record Accepted(Guid OperationId) : RequestResult;

    /// <summary>It does not go with what is already there; nothing was changed.</summary>
    /// <param name="Reason">For people.</param>
    /// <param name="OperationId">The operation that it does not go with.</param>
    public sealed record Conflict(string Reason, Guid OperationId) : RequestResult;

    /// <summary>It can not be done now; nothing was changed.</summary>
    /// <param name="Reason">Why, and what helps, for people.</param>
    public sealed record Refused(string Reason) : RequestResult;

    /// <summary>There is no such operation or ClusterSet.</summary>
    /// <param name="What">What there is not, for people.</param>
    public sealed record Missing(string What) : RequestResult;

    /// <summary>The request itself is wrong; nothing was changed.</summary>
    /// <param name="Faults">Every fault.</param>
    public sealed record Bad(IReadOnlyList<SpecFault> Faults) : RequestResult;
}
