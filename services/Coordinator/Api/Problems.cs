using ClusterSetSuite.Contracts.Spec;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>Refusals as problem details (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>400 with every fault.</summary>
    public static ProblemHttpResult Faults(IReadOnlyList<SpecFault> faults) => TypedResults.Problem(new ProblemDetails
    {
        Status = StatusCodes.Status400BadRequest,
        Title = faults.Count == 1 ? "The request has a fault; nothing was changed" : $"The request has {faults.Count} faults; nothing was changed",
        Detail = string.Join('\n', faults),
        Extensions = { ["faults"] = faults },
    });

    /// <summary>404.</summary>
    public static ProblemHttpResult NotFound(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound, title: "Not found");

    /// <summary>409 that names the operation in the way.</summary>
    public static ProblemHttpResult Conflict(string detail, Guid operationId) => TypedResults.Problem(new ProblemDetails
    {
        Status = StatusCodes.Status409Conflict,
        Title = "Does not go with what is there; nothing was changed",
        Detail = detail,
        Extensions = { ["operationId"] = operationId },
    });

    /// <summary>409 with the reason.</summary>
    public static ProblemHttpResult Refused(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: "Does not go with what is there; nothing was changed");
}
