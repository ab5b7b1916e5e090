namespace Dashboard.Templates.Rendering;

/// <summary>
/// Replaces dynamic references, which CloudFormation resolves at deployment: "{{resolve:ssm:/shop/size}}",
/// "{{resolve:secretsmanager:arn:SecretString:password}}", "{{resolve:ssm-secure:name:1}}".
/// </summary>
internal static class DynamicReferences
{
    private const string Opening = "{{resolve:";
    private const string Closing = "}}";

    /// <summary>The value with every dynamic reference replaced: secrets where they name one, unresolved where they name a plain value.</summary>
    public static PropertyValue Replace(PropertyValue value)
    {
        // Most values hold none, and then nothing is built anew.
        if (!HoldsOne(value))
            return value;
        switch (value)
        {
            case ScalarValue { Kind: ScalarKind.String } scalar when Find(scalar.Text) >= 0:
                return ReplaceText([scalar]);
            case CompositeValue composite when composite.Parts.Any(p => p is ScalarValue s && Find(s.Text) >= 0):
                return ReplaceText(composite.Parts);
            case ListValue list:
                return ReplaceAll(list.Items) is { } items ? new ListValue(items) : list;
            case CallValue call:
                return ReplaceAll(call.Arguments) is { } arguments ? new CallValue(call.Function, arguments) : call;
            case MapValue map:
                return ReplaceAll([.. map.Entries.Select(e => e.Value)]) is { } values
                    ? MapValue.Create(map.Entries.Select((e, i) => KeyValuePair.Create(e.Key, values[i])))
                    : map;
            default:
                return value;
        }
    }

    private static bool HoldsOne(PropertyValue value) => (value.Contents & ValueContents.DynamicReference) != 0;

    private static int Find(string text) => text.IndexOf(Opening, StringComparison.Ordinal);

    /// <summary>The replaced items, or null where nothing changed.</summary>
    private static ImmutableArray<PropertyValue>? ReplaceAll(ImmutableArray<PropertyValue> items)
    {
        ImmutableArray<PropertyValue> replaced = [.. items.Select(Replace)];
        return replaced.Where((r, i) => !ReferenceEquals(r, items[i])).Any() ? replaced : null;
    }

    /// <summary>A text may hold several; its name may hold references ("{{resolve:ssm:/${AWS::StackName}/size}}").</summary>
    private static PropertyValue ReplaceText(ImmutableArray<PropertyValue> parts)
    {
        var result = new List<PropertyValue>();
        var inside = "";
        var open = false;
        foreach (var part in parts)
        {
            if (part is not ScalarValue { Text: var text })
            {
                if (open)
                    inside += part.ToString();
                else
                    result.Add(part);
                continue;
            }

            while (text.Length > 0)
            {
                var mark = text.IndexOf(open ? Closing : Opening, StringComparison.Ordinal);
                var before = mark < 0 ? text : text[..mark];
                text = mark < 0 ? "" : text[(mark + (open ? Closing : Opening).Length)..];
                if (open)
                    inside += before;
                else if (before.Length > 0)
                    result.Add(new ScalarValue(before));
                if (mark < 0)
                    continue;
                if (open)
                    result.Add(Named(inside));
                (open, inside) = (!open, "");
            }
        }

        if (open)
            result.Add(Named(inside));
        return CompositeValue.Concatenate(result);
    }

    private static PropertyValue Named(string reference)
    {
        var colon = reference.IndexOf(':', StringComparison.Ordinal);
        var service = colon < 0 ? reference : reference[..colon];
        var name = colon < 0 ? "" : reference[(colon + 1)..];
        return service == "ssm" ? new UnresolvedValue($"SSM parameter {name}") : SecretValue.Unknowable;
    }
}
