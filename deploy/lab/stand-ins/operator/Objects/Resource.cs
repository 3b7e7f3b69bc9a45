using System.Reflection;

namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>Files from `Scripts/`, kept in the assembly.</summary>
public static class Resource
{
    /// <summary>The text of one file.</summary>
    public static string Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file) ?? throw new InvalidOperationException($"{file} is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
