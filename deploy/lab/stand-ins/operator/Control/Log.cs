using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>What the operator says.</summary>
public static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "watching InnoDBCluster resources, cluster domain {Domain}")]
    public static partial void Started(this ILogger logger, string domain);

    [LoggerMessage(2, LogLevel.Information, "{Cluster}: {Text}")]
    public static partial void Did(this ILogger logger, string cluster, string text);

    [LoggerMessage(3, LogLevel.Information, "{Cluster}: {Reason}, trying again in {Delay}")]
    public static partial void Later(this ILogger logger, string cluster, string reason, TimeSpan delay);

    [LoggerMessage(4, LogLevel.Error, "{Cluster}: {Text}")]
    public static partial void Failed(this ILogger logger, string cluster, string text, Exception? error);

    [LoggerMessage(5, LogLevel.Information, "{Cluster}: mysqlsh in {Pod}: {Operation}")]
    public static partial void Shell(this ILogger logger, string cluster, string pod, string operation);

    [LoggerMessage(6, LogLevel.Warning, "can not read the resources: {Reason}")]
    public static partial void Unreadable(this ILogger logger, string reason);
}
