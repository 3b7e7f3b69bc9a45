namespace ClusterSetSuite.Lab.Cilium.Etcd;

/// <summary>Where an etcd is and the files that make up a client's identity and trust.</summary>
/// <param name="Endpoint">The first endpoint.</param>
/// <param name="Ca">PEM file with one or more certificates that are trusted.</param>
/// <param name="Certificate">PEM file with the client's certificate.</param>
/// <param name="Key">PEM file with its key.</param>
public sealed record EtcdFiles(Uri Endpoint, string Ca, string Certificate, string Key)
{
    /// <summary>Reads an etcd client file as the chart writes it: <c>endpoints</c> with one <c>- url</c> a line, and three file names.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="folder">The folder in which the named files are looked for: the mount path in the text is that of the real container.</param>
    /// <exception cref="FormatException">A part is missing.</exception>
    public static EtcdFiles Parse(string text, string folder)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var endpoint = lines.FirstOrDefault(line => line.StartsWith("- https://", StringComparison.Ordinal))?[2..]
            ?? throw new FormatException("no endpoint in the etcd client file");
        return new EtcdFiles(new Uri(endpoint), File("trusted-ca-file"), File("cert-file"), File("key-file"));

        string File(string key) => lines.FirstOrDefault(line => line.StartsWith($"{key}: ", StringComparison.Ordinal)) is { } line
            ? Path.Combine(folder, Path.GetFileName(line[(key.Length + 2)..].Trim('\'', '"')))
            : throw new FormatException($"no {key} in the etcd client file");
    }

    /// <summary>Changes when any of the files does, so that a new certificate or trust is taken up.</summary>
    public string Fingerprint() => string.Join('|', ((string[])[Ca, Certificate, Key]).Select(file => System.IO.File.Exists(file) ? System.IO.File.ReadAllText(file) : ""));
}
