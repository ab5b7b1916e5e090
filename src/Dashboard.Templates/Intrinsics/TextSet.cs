namespace Dashboard.Templates.Intrinsics;

/// <summary>The texts of a list that the functions of Rules ask about.</summary>
internal static class TextSet
{
    /// <summary>The texts; null where not every one is known. One text is a list of one.</summary>
    public static HashSet<string>? Of(IntrinsicCall call, PropertyValue? value)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in value is ListValue list ? list.Items : value is null ? [] : [value])
        {
            if (call.Session.TextOf(item) is not { } known)
                return null;
            texts.Add(known.Text);
        }

        return texts;
    }
}
