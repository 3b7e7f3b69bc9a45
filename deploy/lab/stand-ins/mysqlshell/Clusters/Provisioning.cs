using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>Decides between clone and incremental recovery, and says why, for a server that is to take a group's (or a set's) data.</summary>
internal static class Provisioning
{
    private const string IncrementalIsSafeWhen =
        "The incremental state recovery may be safely used if you are sure all updates ever executed in the cluster were done with GTIDs enabled, there are no purged transactions and the new instance contains the same GTID set as the cluster or a subset of it. To use this method by default, set the 'recoveryMethod' option to 'incremental'.";

    /// <summary>True for clone.</summary>
    public static async Task<bool> Choose(ShellContext shell, Server target, Server primary, string scope, CancellationToken ct)
    {
        var console = shell.Console;
        var method = shell.Arguments.Text("recoveryMethod") ?? "auto";
        if (method is not ("auto" or "clone" or "incremental"))
            throw new ShellException($"ArgumentError: Argument #2: Invalid value for option recoveryMethod: {method}");
        var executed = await target.Executed(ct);
        var errant = await primary.Subtract(executed, await primary.Executed(ct), ct);
        if (errant.Length > 0)
            WarnOfErrant(shell, target, errant, scope);
        else if (executed.Length == 0)
            NoteEmpty(shell, target, method);
        if (method == "auto" && errant.Length == 0)
        {
            console.Info(CloneIsSafest(target));
            console.Info();
            console.Info(IncrementalIsSafeWhen);
            console.Info();
        }

        var purged = (await primary.Subtract(await primary.Purged(ct), executed, ct)).Length > 0;
        if (method != "clone" && (errant.Length > 0 || purged))
        {
            console.Error($"The target instance must be either cloned or fully provisioned before it can be added to the target {scope}.");
            throw new ShellException("Instance provisioning required", 51153);
        }

        if (method == "auto" && executed.Length == 0)
            throw new ShellException("'recoveryMethod' option must be set to 'clone' or 'incremental'", 51167);
        console.Info(method switch
        {
            "clone" => "Clone based recovery selected through the recoveryMethod option",
            "incremental" => "Incremental state recovery selected through the recoveryMethod option",
            _ => "Incremental state recovery was selected because it seems to be safely usable.",
        });
        console.Info();
        return method == "clone";
    }

    private static string CloneIsSafest(Server target) =>
        $"The safest and most convenient way to provision a new instance is through automatic clone provisioning, which will completely overwrite the state of '{target.Address}' with a physical snapshot from an existing cluster member. To use this method by default, set the 'recoveryMethod' option to 'clone'.";

    private static void NoteEmpty(ShellContext shell, Server target, string method)
    {
        var undecided = method == "auto" ? " The Shell is unable to decide whether incremental state recovery can correctly provision it." : "";
        shell.Console.Note($"The target instance '{target.Address}' has not been pre-provisioned (GTID set is empty).{undecided}");
        if (method != "auto")
            shell.Console.Info();
    }

    private static void WarnOfErrant(ShellContext shell, Server target, string errant, string scope)
    {
        var console = shell.Console;
        console.Warning(
            $"A GTID set check of the MySQL instance at '{target.Address}' determined that it contains transactions that do not originate from the {scope}, which must be discarded before it can join the {scope}.");
        console.Info();
        console.Info(
            $"Instance '{target.Address}' has the following errant GTIDs that do not exist in the {scope}:\n {errant.Replace(",", ",\n", StringComparison.Ordinal)}");
        console.Info();
        console.Warning(
            $"Discarding these extra GTID events can either be done manually or by completely overwriting the state of '{target.Address}' with a physical snapshot from an existing {scope} member. To use this method by default, set the 'recoveryMethod' option to 'clone'.\n\nHaving extra GTID events is not expected, and it is recommended to investigate this further and ensure that the data can be removed prior to choosing the clone recovery method.");
    }
}
