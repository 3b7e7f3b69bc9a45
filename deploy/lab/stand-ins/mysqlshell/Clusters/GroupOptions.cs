using ClusterSetSuite.Lab.MySqlShell.CommandLine;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>Options of a group that are persisted on its members.</summary>
internal sealed record GroupOptions(bool ManualStart = false, string ExitStateAction = "READ_ONLY", int MemberWeight = 50, string? LocalAddress = null)
{
    public static GroupOptions From(OperationArguments arguments) => new(
        arguments.Flag("manualStartOnBoot"), arguments.Text("exitStateAction") ?? "READ_ONLY", arguments.Number("memberWeight") ?? 50, arguments.Text("localAddress"));
}
