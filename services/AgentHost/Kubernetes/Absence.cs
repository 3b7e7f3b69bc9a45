using System.Net;
using k8s.Autorest;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>A 404 is an answer.</summary>
public static class Absence
{
    /// <summary>What was read, or null where there is none; every other refusal is thrown on.</summary>
    public static async Task<T?> OrNull<T>(this Task<T> read)
        where T : class
    {
        try
        {
            return await read;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>As <see cref="OrNull"/>, for values.</summary>
    public static async Task<T?> OrAbsent<T>(this Task<T> read)
        where T : struct
    {
        try
        {
            return await read;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
