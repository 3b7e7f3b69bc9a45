using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Failover.Letters;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>Letters as messages of the bus.</summary>
internal static class BrokerLetters
{
    /// <summary>To another guard.</summary>
    public static GuardLetter ForBroker(this ToGuard letter) => new() { Site = letter.Site, Body = Wire.ToJson(letter) };

    /// <summary>To the detectors.</summary>
    public static DetectorLetter ForBroker(this FromGuard letter) => new() { Site = letter.Site, Body = Wire.ToJson(letter) };
}
