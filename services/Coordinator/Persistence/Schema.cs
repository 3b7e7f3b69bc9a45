namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>The tables, as a list of changes that is only ever added to: the n-th entry makes version n.</summary>
internal static class Schema
{
    /// <summary>Makes the table of versions itself.</summary>
    public const string Versions = "CREATE TABLE IF NOT EXISTS schema_versions (version integer PRIMARY KEY)";

    private static readonly string[] Changes =
    [
        """
        CREATE TABLE operations (
          id uuid PRIMARY KEY, state text NOT NULL, kind text NOT NULL, cluster_set text NOT NULL, spec text NOT NULL, active_set text UNIQUE,
          version integer NOT NULL, requested_at {time} NOT NULL, started_at {time}, ended_at {time}, reason text, advice text, blocked_stage text);
        CREATE INDEX operations_by_time ON operations (requested_at);
        CREATE TABLE steps (
          operation_id uuid NOT NULL REFERENCES operations ON DELETE CASCADE, id text NOT NULL, stage text NOT NULL, site text NOT NULL, agent text NOT NULL,
          state text NOT NULL, attempt integer NOT NULL, failures integer NOT NULL, unanswered integer NOT NULL, outcome text, reason text, advice text,
          progress text, percent integer, facts text, started_at {time} NOT NULL, last_seen_at {time} NOT NULL, ended_at {time},
          PRIMARY KEY (operation_id, id));
        CREATE INDEX steps_by_silence ON steps (last_seen_at) WHERE state IN ('Sent', 'Waiting');
        CREATE TABLE outbox (
          id {counter}, operation_id uuid NOT NULL REFERENCES operations ON DELETE CASCADE, message_id uuid NOT NULL, queue text, type text NOT NULL,
          body text NOT NULL, due_at {time} NOT NULL, time_to_live {span}, step_id text, attempt integer);
        CREATE INDEX outbox_by_operation ON outbox (operation_id, id);
        CREATE TABLE inbox (
          operation_id uuid NOT NULL REFERENCES operations ON DELETE CASCADE, step_id text NOT NULL, attempt integer NOT NULL, outcome text NOT NULL,
          taken_at {time} NOT NULL, took {span} NOT NULL, PRIMARY KEY (operation_id, step_id, attempt));
        CREATE TABLE events (
          id {counter}, operation_id uuid NOT NULL REFERENCES operations ON DELETE CASCADE, at {time} NOT NULL, kind text NOT NULL, stage text,
          step_id text, text text NOT NULL);
        CREATE INDEX events_by_operation ON events (operation_id, id);
        CREATE TABLE cluster_sets (name text PRIMARY KEY, spec text NOT NULL, last_operation uuid NOT NULL, applied_at {time} NOT NULL);
        CREATE TABLE agents (
          site text NOT NULL, agent text NOT NULL, version text NOT NULL, started_at {time} NOT NULL, seen_at {time} NOT NULL, PRIMARY KEY (site, agent));
        """,
        """
        ALTER TABLE operations ADD COLUMN request text;
        ALTER TABLE operations ADD COLUMN context text;
        CREATE TABLE observations (site text PRIMARY KEY, started_at {time} NOT NULL, number bigint NOT NULL, seen_at {time} NOT NULL, body text NOT NULL, alive_at {time}, alive text);
        """,
        """
        CREATE TABLE authorities (cluster_set text PRIMARY KEY, epoch bigint NOT NULL, record text NOT NULL, automatic_at {time}, maintenance_until {time}, places text);
        CREATE TABLE promotions (cluster_set text NOT NULL, epoch bigint NOT NULL, at {time} NOT NULL, report text NOT NULL, PRIMARY KEY (cluster_set, epoch));
        """,
        """
        ALTER TABLE authorities ADD COLUMN silent_since {time};
        ALTER TABLE authorities ADD COLUMN silent_until {time};
        """,
    ];

    /// <summary>The changes after a version, each with the version that it makes.</summary>
    public static IEnumerable<(int Version, string Sql)> After(int version, bool postgres) =>
        Changes.Select((sql, i) => (i + 1, For(sql, postgres))).Skip(version);

    private static string For(string sql, bool postgres) => sql
        .Replace("{time}", postgres ? "timestamptz" : "integer", StringComparison.Ordinal)
        .Replace("{span}", postgres ? "interval" : "text", StringComparison.Ordinal)
        .Replace("{counter}", postgres ? "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY" : "integer PRIMARY KEY AUTOINCREMENT", StringComparison.Ordinal)
        .Replace("uuid", postgres ? "uuid" : "text", StringComparison.Ordinal);
}
