using System.CommandLine;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>The commands of <c>clusterset</c>.</summary>
public static class Root
{
    /// <summary>Builds the command tree.</summary>
    public static RootCommand Build() => new("Runs MySQL InnoDB ClusterSets across Kubernetes clusters.")
    {
        ApplyCommand.Build(),
        LookCommands.Plan(),
        LookCommands.Doctor(),
        ValidateCommand.Build(),
        DriftCommand.Build(),
        RemoveCommand.Build(),
        DissolveCommand.Build(),
        StatusCommand.Build(),
        SwitchoverCommand.Build(),
        DrillCommand.Build(),
        FailoverCommand.Build(),
        RejoinCommand.Build(),
        AutomationCommands.Maintenance(),
        AutomationCommands.Acknowledge(),
        AutomationCommands.Reports(),
        OperationsCommand.Build(),
        ResumeCommand.Build(),
        CancelCommand.Build(),
        AgentsCommand.Build(),
    };
}
