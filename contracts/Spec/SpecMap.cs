using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ClusterSetSuite.Contracts.Spec;

/// <summary>One mapping of the document, read strictly: every wrong, missing or unknown key becomes a fault with its path, and reading goes on.</summary>
internal sealed class SpecMap(YamlMappingNode map, string path, List<SpecFault> faults)
{
    private readonly HashSet<string> known = [];

    public string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    public void Fault(string key, string message) => faults.Add(new(PathOf(key), message));

    public string? Text(string key, bool required = false) => Scalar(key, required, "a text") switch
    {
        { Value: { Length: > 0 } value } => value,
        { } => FaultNull<string>(key, "is empty; give a text"),
        null => null,
    };

    public long? Number(string key, long min, long max, bool required = false)
    {
        if (Scalar(key, required, $"a whole number, {min}-{max}") is not { } scalar)
            return null;
        if (scalar.Style is ScalarStyle.Plain && long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            if (number >= min && number <= max)
                return number;
            Fault(key, $"{number} is outside {min}-{max}");
            return null;
        }

        Fault(key, $"'{scalar.Value}' is not a whole number; give one of {min}-{max}");
        return null;
    }

    public TEnum? Word<TEnum>(string key)
        where TEnum : struct, Enum
    {
        var words = Enum.GetNames<TEnum>().Select(name => name.ToLowerInvariant()).ToList();
        if (Scalar(key, required: false, $"one of {string.Join(", ", words)}") is not { Value: { } word })
            return null;
        if (words.Contains(word))
            return Enum.Parse<TEnum>(word, ignoreCase: true);
        Fault(key, $"'{word}' is not one of {string.Join(", ", words)}");
        return null;
    }

    public TimeSpan? Duration(string key, TimeSpan min, TimeSpan max)
    {
        if (Scalar(key, required: false, "a time such as 5s, 2m or 500ms") is not { Value: { } text })
            return null;
        if (SpecDuration.Parse(text) is not { } value)
            return FaultNullable<TimeSpan>(key, $"'{text}' is not a time; write for example 5s, 2m or 500ms");
        return value >= min && value <= max
            ? value
            : FaultNullable<TimeSpan>(key, $"{text} is outside {SpecDuration.Format(min)}-{SpecDuration.Format(max)}");
    }

    public SpecMap? Map(string key, bool required = false)
    {
        var node = Node(key);
        if (node is YamlMappingNode child)
            return new SpecMap(child, PathOf(key), faults);
        if (IsNothing(node))
            return required ? FaultNull<SpecMap>(key, "is missing") : null;
        return FaultNull<SpecMap>(key, "must be a mapping of keys to values");
    }

    public IReadOnlyList<SpecMap> Maps(string key)
    {
        var node = Node(key);
        if (IsNothing(node))
            Fault(key, "is missing");
        else if (node is not YamlSequenceNode)
            Fault(key, "must be a list");
        if (node is not YamlSequenceNode list)
            return [];
        var maps = new List<SpecMap>();
        foreach (var (item, index) in list.Select((item, index) => (item, index)))
        {
            if (item is YamlMappingNode child)
                maps.Add(new SpecMap(child, $"{PathOf(key)}[{index}]", faults));
            else
                faults.Add(new($"{PathOf(key)}[{index}]", "must be a mapping of keys to values"));
        }

        return maps;
    }

    public IReadOnlyList<string>? Texts(string key)
    {
        var node = Node(key);
        if (IsNothing(node))
            return null;
        if (node is YamlSequenceNode list && list.All(item => item is YamlScalarNode { Value.Length: > 0 }))
            return [.. list.Select(item => ((YamlScalarNode)item).Value!)];
        return FaultNull<IReadOnlyList<string>>(key, "must be a list of texts");
    }

    /// <summary>Every key that nothing asked for is a fault; call it last.</summary>
    public void RefuseUnknown()
    {
        foreach (var key in map.Children.Keys.Select(key => key.ToString()).Where(key => !known.Contains(key)))
            Fault(key, Nearest.Of(key, known) is { } near ? $"is not a key here; did you mean '{near}'?" : UnknownKey(key));
    }

    private string UnknownKey(string key) =>
        key.Contains("password", StringComparison.OrdinalIgnoreCase)
            ? "passwords never go into a spec; put the password into the Secret that credentials.secretName names"
            : $"is not a key here; the keys are {string.Join(", ", known)}";

    private YamlScalarNode? Scalar(string key, bool required, string wanted)
    {
        var node = Node(key);
        if (IsNothing(node))
            return required ? FaultNull<YamlScalarNode>(key, $"is missing; give {wanted}") : null;
        return node as YamlScalarNode ?? FaultNull<YamlScalarNode>(key, $"must be {wanted}");
    }

    private YamlNode? Node(string key)
    {
        known.Add(key);
        return map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;
    }

    private static bool IsNothing(YamlNode? node) =>
        node is null or YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    private T? FaultNull<T>(string key, string message)
        where T : class
    {
        Fault(key, message);
        return null;
    }

    private T? FaultNullable<T>(string key, string message)
        where T : struct
    {
        Fault(key, message);
        return null;
    }
}
