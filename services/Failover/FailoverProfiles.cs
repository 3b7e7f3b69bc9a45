using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace ClusterSetSuite.Failover;

/// <summary>Reads the time spans from a process's configuration. Agents and Coordinators need not agree to the millisecond: whoever grants tells for how long.</summary>
public static class FailoverProfiles
{
    /// <summary>The defaults, or with <c>Failover:FastProfile=true</c> the fast ones, with every other setting of the section laid over them.</summary>
    /// <exception cref="ValidationException">The time spans break a rule between them.</exception>
    public static FailoverTimers Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(FailoverTimers.Section);
        // A copy: the binder writes into the object that it is given.
        var timers = (section.GetValue<bool>(nameof(FailoverTimers.FastProfile)) ? FailoverTimers.Fast : new()) with { };
        section.Bind(timers);
        Validator.ValidateObject(timers, new(timers), validateAllProperties: true);
        return timers;
    }
}
