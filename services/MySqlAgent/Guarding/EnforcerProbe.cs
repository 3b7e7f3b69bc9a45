using ClusterSetSuite.Failover.Guard;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>
/// The second enforcer, for the time when the guard is dead or paused: a shell that stays in the mysql container, looks twice a second and needs no network, no guard and no other process.
/// The container's liveness probe starts it, and starts it again when it does not look any more. Its rule is <see cref="SecondEnforcer.MustStop"/>; that a server without a stamp takes no writes
/// is seen to by its persisted <c>super_read_only</c> and <c>offline_mode</c>.
/// </summary>
public static class EnforcerProbe
{
    /// <summary>An enforcer that has not looked for this long does not work.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromSeconds(5);

    /// <summary>A text by which the probe is known: the file of the enforcer's last look.</summary>
    internal const string Mark = "/clusterset-enforcer";

    // /tmp of the container may outlive it, so a stamp names the start of process 1, which a new life of the container has later.
    private const string Life = """
        files=${CLUSTERSET_FILES:-/tmp}
        read -r line </proc/1/stat; set -- ${line##*) }; life=${20}
        read -r up rest </proc/uptime; now=${up/./}
        """;

    /// <summary>
    /// The probe. A server whose right has ended is ended at once: SIGKILL reaches it unless it is process 1 of its container, and then SIGSEGV does, which mysqld handles by ending itself.
    /// The file of its last look is written over and never emptied: an enforcer that lost the processor in between would look absent, and get no stamp (seen on a busy lab).
    /// An enforcer that finds another in its place ends. Every third run is the operator's own probe (an answer to a ping; ten failures in a row end the container).
    /// </summary>
    public static readonly string ProbeScript = $$"""
        {{Life}}
        enforce() {
          echo "$BASHPID $life" >"$files/clusterset-enforcer-owner"
          exec 3<> <(:)
          while read -r owner <"$files/clusterset-enforcer-owner" && [ "$owner" = "$BASHPID $life" ]; do
            read -r up rest </proc/uptime; now=${up/./}
            echo "$now $life" 1<>"$files/clusterset-enforcer"
            kind= ; [ -r "$files/clusterset-right" ] && read -r kind deadline sequence born <"$files/clusterset-right"
            if [ "$kind" = writer ] && [ "$born" = "$life" ] && [ "$now" -ge "$deadline" ]; then
              echo "clusterset: the right to write has ended and the guard has not fenced: mysqld is ended" >/proc/1/fd/2
              for file in /proc/[0-9]*/comm; do read -r name <"$file" && [ "$name" = mysqld ] && pid=${file#/proc/} && kill -KILL "${pid%/comm}" && kill -SEGV "${pid%/comm}"; done
            fi
            read -r -t 0.5 -u 3
          done
        }
        ran= of= ; [ -r "$files/clusterset-enforcer" ] && read -r ran of <"$files/clusterset-enforcer"
        if [ "$of" != "$life" ] || [ $((now - ran)) -ge 200 ]; then enforce </dev/null >/dev/null 2>&1 & fi
        runs=0 failures=0; [ -r "$files/clusterset-ping" ] && read -r runs failures <"$files/clusterset-ping"
        if [ $((++runs)) -ge 3 ]; then
          runs=0
          if mysqladmin -umysqlhealthchecker ping >/dev/null 2>&1; then failures=0; else failures=$((failures + 1)); fi
        fi
        echo "$runs $failures" >"$files/clusterset-ping"
        [ "$failures" -lt 10 ]
        """;

    /// <summary>
    /// Takes a stamp a line (<c>kind deadline sequence</c>; an empty line for none), keeps it if it is newer, and answers each with a line: the clock, the enforcer's last look and the stamp.
    /// It ends when no line has come for a minute, or when its container begins another life. A line <c>call host port path token</c> has a second one of it call the guard (HTTP/1.1, upgraded to lines
    /// as these): what came by exec hangs on the API server, and the right to write must not.
    /// </summary>
    public static readonly string StampScript = $$"""
        {{Life}}
        serve() {
          while read -r -t 60 mark; do
            case $mark in call\ *) call $mark </dev/null >/dev/null 2>&1 & mark= ;; esac
            ran= of= ; [ -r "$files/clusterset-enforcer" ] && read -r ran of <"$files/clusterset-enforcer"
            [ "$of" = "$life" ] || ran=
            kind= sequence=0; [ -r "$files/clusterset-right" ] && read -r kind deadline sequence born <"$files/clusterset-right" && [ "$born" != "$life" ] && kind= sequence=0
            if [ -n "$ran" ] && [ -n "$mark" ] && [ "${mark##* }" -gt "$sequence" ]; then
              echo "$mark $life" >"$files/clusterset-right.$BASHPID" && mv "$files/clusterset-right.$BASHPID" "$files/clusterset-right" && read -r kind deadline sequence born <"$files/clusterset-right"
            fi
            read -r up rest </proc/uptime
            [ -z "$kind" ] && echo "${up/./} ${ran:-never}" || echo "${up/./} ${ran:-never} $kind $deadline $sequence"
          done
        }
        call() {
          exec 4<>"/dev/tcp/$2/$3" || exit
          printf 'GET %s HTTP/1.1\r\nHost: %s:%s\r\nConnection: Upgrade\r\nUpgrade: clusterset-enforcer\r\nAuthorization: Bearer %s\r\n\r\n' "$4" "$2" "$3" "$5" >&4
          read -r -t 10 version status rest <&4 && [ "$status" = 101 ] || exit
          while read -r -t 10 header <&4 && [ "$header" != $'\r' ]; do :; done
          serve <&4 >&4
        }
        serve
        """;

    /// <summary>The liveness probe of the mysql container.</summary>
    internal static object Liveness() => new
    {
        exec = new { command = new[] { "/bin/bash", "-c", ProbeScript } },
        initialDelaySeconds = 1,
        periodSeconds = 5,
        timeoutSeconds = 5,
        failureThreshold = 1,
    };

    /// <summary>The word for a kind of stamp.</summary>
    internal static string Word(StampKind kind) => kind switch { StampKind.Writer => "writer", StampKind.ReadOnly => "readonly", _ => "unlimited" };

    /// <summary>The kind with this word, or null.</summary>
    internal static StampKind? Kind(string word) => word switch { "writer" => StampKind.Writer, "readonly" => StampKind.ReadOnly, "unlimited" => StampKind.Unlimited, _ => null };
}
