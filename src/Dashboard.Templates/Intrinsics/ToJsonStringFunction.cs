namespace Dashboard.Templates.Intrinsics;

/// <summary><c>Fn::ToJsonString: value</c>: a list or a mapping as JSON text, keys in ordinal order.</summary>
internal static class ToJsonStringFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        call.RequireExtensions(call.Name);
        var value = call.Evaluate(call.Argument);
        if (value is not (ListValue or MapValue))
            return value is ScalarValue or null ? call.Fail("Fn::ToJsonString needs a list or a mapping.") : call.Keep(value);
        var secret = false;
        return Reveal(call, value, ref secret) is { } known ? call.Text(JsonValues.Write(known), secret) : call.Keep(value);
    }

    /// <summary>The value with the text of its secrets, to be hidden again as a whole; null where something in it is not known.</summary>
    private static PropertyValue? Reveal(IntrinsicCall call, PropertyValue value, ref bool secret)
    {
        switch (value)
        {
            case ScalarValue:
                return value;
            case SecretValue hidden when call.Session.Vault.Reveal(hidden) is { } text:
                secret = true;
                return new ScalarValue(text);
            case ListValue list:
                var items = ImmutableArray.CreateBuilder<PropertyValue>(list.Items.Length);
                foreach (var item in list.Items)
                {
                    if (Reveal(call, item, ref secret) is not { } known)
                        return null;
                    items.Add(known);
                }

                return new ListValue(items.ToImmutable());
            case MapValue map:
                var entries = new List<KeyValuePair<string, PropertyValue>>(map.Entries.Length);
                foreach (var (key, item) in map.Entries)
                {
                    if (Reveal(call, item, ref secret) is not { } known)
                        return null;
                    entries.Add(KeyValuePair.Create(key, known));
                }

                return MapValue.Create(entries);
            default:
                return null;
        }
    }
}
