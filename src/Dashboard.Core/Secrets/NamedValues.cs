namespace Dashboard.Core.Secrets;

/// <summary>Lists of names and values: in <c>{Name: DB_PASSWORD, Value: x}</c> the name that counts stands beside the value.</summary>
public static class NamedValues
{
    /// <summary>What stands in a name for what is not known of it: a part of no word.</summary>
    public const string Hole = "*";

    /// <summary>Keys that hold a name, the surest first.</summary>
    public static ImmutableArray<string> NameKeys { get; } = ["Name", "Key", "ParameterKey", "OptionName", "HeaderName", "name", "key"];

    /// <summary>Whether the value at a key is named by what stands beside it, or by what the whole mapping is called (<c>DbPassword: {Value: x}</c>).</summary>
    public static bool IsValueKey(string key) => key is "Value" or "value" or "ParameterValue" or "HeaderValue";

    /// <summary>Whether a type says that the value only names where the credential is kept, as CodeBuild's variables do.</summary>
    public static bool IsPointerType(string type) => type is "PARAMETER_STORE" or "SECRETS_MANAGER";

    /// <summary>The text of a name: what is literal of it, where it has holes; null where it is no text.</summary>
    public static string? TextOf(PropertyValue? name) => name switch
    {
        ScalarValue { Kind: not ScalarKind.Null } scalar => scalar.Text,
        CompositeValue composite => string.Concat(composite.Parts.Select(p => TextOf(p) ?? Hole)),
        CallValue { Function: "Fn::If", Arguments: [_, .. var choices] } => Telling(choices.Select(TextOf).OfType<string>()),
        CallValue { Function: "Fn::Join", Arguments: [_, ListValue list] } => string.Join(Hole, list.Items.Select(i => TextOf(i) ?? Hole)),
        _ => null,
    };

    /// <summary>Of the texts that a name may be one that says that it names a credential, else the first; null where there is none.</summary>
    public static string? Telling(IEnumerable<string> names)
    {
        string? first = null;
        foreach (var name in names)
        {
            if (CredentialDetector.IsTellingName(name))
                return name;
            first ??= name;
        }

        return first;
    }

    /// <summary>The name of a list's item: that of the option before it (<c>["--password", "x"]</c>), else what the whole list is called.</summary>
    /// <param name="before">The text of the item before it, if it has one.</param>
    /// <param name="item">Its own text, if it has one: one option is not another one's value.</param>
    /// <param name="name">What the list is called.</param>
    public static string NameOfItem(string? before, string? item, string name) => IsOption(before) && !IsOption(item) ? before![2..] : name;

    private static bool IsOption(string? text) => text is ['-', '-', not '-', ..] && !text.AsSpan().ContainsAny(' ', '=');
}
