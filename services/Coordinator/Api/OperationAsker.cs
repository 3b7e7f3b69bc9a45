using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>Hands a request over with the caller's id from the header.</summary>
internal sealed class OperationAsker(IHttpContextAccessor http, OperationRequests requests, OperationQueries queries)
{
    /// <summary>202 with the operation, or what is wrong.</summary>
    public async Task<Results<Accepted<OperationView>, ProblemHttpResult>> Ask(
        string kind, string set, object body, Func<ClusterSetSpec, OperationContext, IEnumerable<SpecFault>> faults, CancellationToken ct)
    {
        var header = http.HttpContext!.Request.Headers[OperationIds.Header].FirstOrDefault();
        return OperationIds.TryRead(header, out var id, out var fault)
            ? await Answers.To(await requests.Ask(id, kind, set, body, faults, ct), queries, ct)
            : Problems.Faults([fault]);
    }
}
