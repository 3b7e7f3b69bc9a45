using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Operations;

namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>The messages that leave through the outbox, by their record's name.</summary>
internal static class OutboxMessages
{
    private static readonly Dictionary<string, Type> Types = ((Type[])
    [
        typeof(StepCommand), typeof(OperationEnded), typeof(RunOperation), typeof(ResumeOperation), typeof(CancelOperation), typeof(StepRetryDue), typeof(StepOverdue),
    ]).ToDictionary(type => type.Name);

    /// <summary>The message of a row.</summary>
    public static object Read(OutboxRow row) => JsonSerializer.Deserialize(row.Body, Types[row.Type], Wire.Options)!;
}
