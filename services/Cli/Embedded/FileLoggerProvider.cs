using System.Globalization;

namespace ClusterSetSuite.Cli.Embedded;

/// <summary>Appends log lines to one file, readable by the user alone.</summary>
internal sealed class FileLoggerProvider(string path) : ILoggerProvider
{
    private readonly Lock gate = new();

    private readonly StreamWriter writer = new(new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    }))
    {
        AutoFlush = true,
    };

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        lock (gate)
            writer.Dispose();
    }

    private void Write(string line)
    {
        lock (gate)
        {
            if (writer.BaseStream is { CanWrite: true })
                writer.WriteLine(line);
        }
    }

    private sealed class Logger(FileLoggerProvider file, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:O} {logLevel} {category}: {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}"));
    }
}
