using System.Data.Common;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>How the Coordinator's queues treat what they can not handle at once.</summary>
internal static class EndpointRules
{
    /// <summary>The queue of progress and heartbeats.</summary>
    public const string Signs = "coordinator-signs";

    /// <summary>The queue of what follows from ended operations.</summary>
    public const string Aftermath = "coordinator-aftermath";

    /// <summary>Puts the rules on the Coordinator's own endpoints, and on no other that shares the bus.</summary>
    public static void Apply(string name, IReceiveEndpointConfigurator endpoint)
    {
        if (name is QueueNames.Coordinator or Aftermath)
            endpoint.UsePatientRetry();
        if (name == Signs)
            endpoint.ForgetOldSigns();
    }

    /// <summary>A sign of life older than a few intervals says nothing any more, so a Coordinator that was away does not work them off.</summary>
    private static void ForgetOldSigns(this IReceiveEndpointConfigurator endpoint)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
            rabbit.SetQueueArgument("x-message-ttl", (int)(3 * StepProgress.Interval).TotalMilliseconds);
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<DbException>();
            retry.Handle<DbUpdateException>();
            retry.Interval(3, TimeSpan.FromMilliseconds(200));
        });
    }

    /// <summary>Collisions are tried again at once; without its database the Coordinator can only wait (up to an hour and a half a message, and the broker keeps it after that).</summary>
    private static void UsePatientRetry(this IReceiveEndpointConfigurator endpoint)
    {
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<DbException>();
            retry.Handle<TimeoutException>();
            retry.Handle<InvalidOperationException>(e => e.InnerException is DbException or TimeoutException);
            retry.Handle<DbUpdateException>(e => e is not DbUpdateConcurrencyException);
            retry.Exponential(1000, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100));
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<DbUpdateConcurrencyException>();
            retry.Intervals(Enumerable.Range(1, 50).Select(i => TimeSpan.FromMilliseconds(5 * i)).ToArray());
        });
    }
}
