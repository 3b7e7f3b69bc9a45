using System.Text.Json;

namespace ClusterSetSuite.Lab.Cilium.Commands;

/// <summary>Hands the state of a long-running process to the short-running one that prints it.</summary>
public static class StatusFiles
{
    /// <summary>A file older than this is of a process that no longer works.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromSeconds(30);

    /// <summary>Writes it whole or not at all.</summary>
    public static async Task Write<T>(string path, T state, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path + ".new", JsonSerializer.Serialize(state), ct);
        File.Move(path + ".new", path, overwrite: true);
    }
}
