using System.Text;
using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>Reads a spec from a request; JSON and YAML alike, since JSON is YAML.</summary>
internal static class SpecBody
{
    public static async Task<SpecResult> Read(HttpRequest request, CancellationToken ct)
    {
        // One character more than allowed is enough for the reader to refuse it, however long the body is.
        var buffer = new char[SpecDocument.MaxLength + 1];
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var length = await reader.ReadBlockAsync(buffer, ct);
        return SpecDocument.Read(new string(buffer, 0, length));
    }
}
