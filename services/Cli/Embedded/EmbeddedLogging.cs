namespace ClusterSetSuite.Cli.Embedded;

/// <summary>Logs go to a file beside the database, so that the terminal shows the operation alone.</summary>
internal static class EmbeddedLogging
{
    /// <summary>Adds the file.</summary>
    public static void Configure(ILoggingBuilder logging, EmbeddedState state)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddProvider(new FileLoggerProvider(state.Log));
    }
}
