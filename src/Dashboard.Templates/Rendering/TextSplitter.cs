namespace Dashboard.Templates.Rendering;

/// <summary>Splits text, also text with holes: the delimiter is looked for in the text between the holes.</summary>
internal static class TextSplitter
{
    public static ImmutableArray<PropertyValue> Split(PropertyValue value, string delimiter)
    {
        var items = ImmutableArray.CreateBuilder<PropertyValue>();
        var current = new List<PropertyValue>();
        foreach (var part in value is CompositeValue composite ? composite.Parts : [value])
        {
            if (part is not ScalarValue scalar)
            {
                current.Add(part);
                continue;
            }

            var pieces = scalar.Text.Split(delimiter);
            for (var i = 0; i < pieces.Length; i++)
            {
                if (i > 0)
                {
                    items.Add(CompositeValue.Concatenate(current));
                    current.Clear();
                }

                current.Add(new ScalarValue(pieces[i]));
            }
        }

        items.Add(CompositeValue.Concatenate(current));
        return items.ToImmutable();
    }
}
