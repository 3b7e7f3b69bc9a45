using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ClusterSetSuite.Contracts.Spec;

/// <summary>Reads a spec from YAML or JSON (JSON is YAML too) and finds every fault at once.</summary>
public static class SpecDocument
{
    /// <summary>The longest document that is read, in characters: a spec is a page, not a file of data.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Reads the text; never throws for what is in it.</summary>
    public static SpecResult Read(string text)
    {
        if (text.Length > MaxLength)
            return Fault($"the document has {text.Length} characters; a spec has at most {MaxLength}");
        try
        {
            if (SpecShape.Fault(text) is { } fault)
                return Fault(fault);
            var documents = Parse(text);
            return documents.Count switch
            {
                0 => Fault("the document is empty; see deploy/examples/mycs.yaml for a complete spec"),
                > 1 => Fault($"there are {documents.Count} documents; give one spec at a time"),
                _ => ReadRoot(documents[0].RootNode),
            };
        }
        catch (YamlException e)
        {
            return Fault($"not readable as YAML or JSON at line {e.Start.Line}, column {e.Start.Column}: {e.Message}");
        }
    }

    private static IList<YamlDocument> Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents;
    }

    private static SpecResult ReadRoot(YamlNode root)
    {
        var faults = new List<SpecFault>();
        if (root is not YamlMappingNode map)
            return Fault("the document must be a mapping that starts with name, sites and primary");
        var spec = SpecReader.Read(new SpecMap(map, "", faults));
        if (faults.Count == 0 && spec is not null)
            faults.AddRange(SpecRules.Faults(spec));
        return faults.Count == 0 ? new(spec, []) : new(null, faults);
    }

    private static SpecResult Fault(string message) => new(null, [new("", message)]);
}
