using System.Text.Json.Serialization;

namespace ClusterSetSuite.Contracts.Observations;

/// <summary>The channel <c>clusterset_replication</c> as one server shows it.</summary>
public sealed record ChannelObservation
{
    /// <summary>The receiver: ON, OFF or CONNECTING.</summary>
    public required string Receiver { get; init; }

    /// <summary>The applier: ON or OFF.</summary>
    public required string Applier { get; init; }

    /// <summary>The receiver's or the applier's last error, or null.</summary>
    public string? Error { get; init; }

    /// <summary>Where it receives from, <c>host:port</c>.</summary>
    public required string Source { get; init; }

    /// <summary>received_transaction_set on one line.</summary>
    public required string Received { get; init; }

    /// <summary>What was received and not executed yet.</summary>
    public required string Unapplied { get; init; }

    /// <summary>SOURCE_DELAY in seconds.</summary>
    public int Delay { get; init; }

    /// <summary>Seconds since the last heartbeat or transaction came, by the receiving server's clock; null before the first.</summary>
    public double? SilentFor { get; init; }

    /// <summary>Seconds between two heartbeats of an idle source.</summary>
    public double HeartbeatInterval { get; init; }

    /// <summary>How old, in seconds, the oldest transaction is that is being applied; 0 when all that was received is applied. Clocks of both sites are in it.</summary>
    public double Lag { get; init; }

    /// <summary>Whether it replicates: received and applied.</summary>
    [JsonIgnore]
    public bool Runs => Receiver == "ON" && Applier == "ON";

    /// <summary>Whether it still hears of the primary: connected, and not silent for much longer than a heartbeat takes.</summary>
    [JsonIgnore]
    public bool Receives => Receiver == "ON" && (SilentFor is not { } silence || silence <= (2 * HeartbeatInterval) + 5);

    /// <summary>For people: OK, CONNECTING, STOPPED, ERROR, DELAYED, or SILENT where a connection is thought to be there and nothing comes (a way that is cut without a word).</summary>
    [JsonIgnore]
    public string Word => this switch
    {
        { Receiver: "CONNECTING" } => "CONNECTING",
        { Runs: true, Receives: false } => "SILENT",
        { Runs: true, Delay: > 0 } => "DELAYED",
        { Runs: true } => "OK",
        { Error: not null } => "ERROR",
        _ => "STOPPED",
    };
}
