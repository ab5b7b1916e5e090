namespace Dashboard.Core.Comparison;

/// <summary>What can be said of values that are not plain text yet.</summary>
internal static class SymbolicRules
{
    /// <summary>Whether a value stands for something that is not spelled out.</summary>
    public static bool IsSymbolic(PropertyValue value) => value is ReferenceValue or CompositeValue or CallValue or UnresolvedValue;

    /// <summary>Whether a value holds something that nobody can work out: it is then not even equal to itself.</summary>
    public static bool HoldsUnknown(PropertyValue value) => (value.Contents & (ValueContents.Unresolved | ValueContents.UnknowableSecret)) != 0;

    /// <summary>Whether all that is not known in a value is made of what is known: where two such values are equal, they come to the same, whatever that is.</summary>
    public static bool IsMadeOfKnown(PropertyValue value) => !HoldsUnknown(value) || value switch
    {
        UnresolvedValue { Source: { } source } => !HoldsUnknown(source),
        ListValue list => list.Items.All(IsMadeOfKnown),
        CompositeValue composite => composite.Parts.All(IsMadeOfKnown),
        CallValue call => call.Arguments.All(IsMadeOfKnown),
        MapValue map => map.Entries.All(e => IsMadeOfKnown(e.Value)),
        _ => false,
    };

    /// <summary>The value with what its calls come to, as far as that is the same in every environment; the value itself where nothing is.</summary>
    public static PropertyValue Known(PropertyValue value) => value switch
    {
        CallValue { Result: { } result } => result,
        // A macro is given the call.
        CallValue { Function: not "Fn::Transform", Arguments: var arguments } call when Each(arguments, arguments.Length == 1 ? KnownText : Known) is { } known => new CallValue(call.Function, known),
        CompositeValue composite when Each(composite.Parts, KnownText) is { } known => CompositeValue.Concatenate(known),
        ListValue list when Each(list.Items, Known) is { } known => new ListValue(known),
        MapValue map when Each([.. map.Entries.Select(e => e.Value)], Known) is { } known => MapValue.Create(map.Entries.Select((e, i) => KeyValuePair.Create(e.Key, known[i]))),
        _ => value,
    };

    /// <summary>What is known where a list is not the same as its items: in a text, and as all that a function is given.</summary>
    private static PropertyValue KnownText(PropertyValue value) => value is CallValue { Result: not (null or ScalarValue) } ? value : Known(value);

    /// <summary>Null where that leaves every value what it is.</summary>
    private static ImmutableArray<PropertyValue>? Each(ImmutableArray<PropertyValue> values, Func<PropertyValue, PropertyValue> known)
    {
        ImmutableArray<PropertyValue>.Builder? changed = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (known(values[i]) is var value && !ReferenceEquals(value, values[i]))
                (changed ??= values.ToBuilder())[i] = value;
        }

        return changed?.ToImmutable();
    }

    /// <summary>Functions that always come to something, whatever they are given.</summary>
    private static readonly HashSet<string> Certain = new(StringComparer.Ordinal)
    {
        "Fn::Base64", "Fn::Cidr", "Fn::GetAZs", "Fn::ImportValue", "Fn::Join", "Fn::Length", "Fn::Select", "Fn::Split", "Fn::Sub", "Fn::ToJsonString",
    };

    /// <summary>Whether a value stands for what may turn out to be absent (a conditional, a macro's result).</summary>
    public static bool MayBeAbsent(PropertyValue value) => value is UnresolvedValue || (value is CallValue { Function: var function } && !Certain.Contains(function));

    /// <summary>
    /// Whether a value may turn out to be the whole list that stands on the other side. What identifies a resource, and what a stack says of itself, is one text; a
    /// parameter or any other attribute may be several.
    /// </summary>
    public static bool MayBeList(PropertyValue value, PropertyValue other) => value switch
    {
        ReferenceValue when other is ListValue { Items.Length: 1 } => false,
        ReferenceValue { Owner.Address.IsStack: true, Attribute: var name } => !name.StartsWith("AWS::", StringComparison.Ordinal) || name == "AWS::NotificationARNs",
        ReferenceValue { Attribute: var name } => name != "Ref" && !name.EndsWith("Arn", StringComparison.Ordinal),
        _ => value is UnresolvedValue or CallValue,
    };

    /// <summary>Why a value is not known, for people.</summary>
    /// <param name="value">The value.</param>
    /// <param name="hasPlace">Whether it is said where the value was left open.</param>
    public static string Explain(PropertyValue value, bool hasPlace = true)
    {
        return value switch
        {
            UnresolvedValue unresolved => Why(unresolved),
            ReferenceValue reference => $"the text of {reference} is not known",
            CompositeValue composite => composite.Parts.OfType<UnresolvedValue>().FirstOrDefault() is { } part ? Why(part) : $"not all parts of {composite} are known",
            CallValue call => call.Arguments.OfType<UnresolvedValue>().FirstOrDefault() is { } argument ? Why(argument) : $"{call.Function} cannot be worked out",
            _ => "it cannot be worked out",
        };

        string Why(UnresolvedValue unresolved) => hasPlace ? unresolved.Explanation : unresolved.Reason;
    }

    /// <summary>
    /// Whether two expressions that are spelled differently may yet come to the same text: an ARN that is composed, and the attribute that holds it. Two
    /// references are two things; and two texts with the same holes differ by what stands between these.
    /// </summary>
    public static bool MayBeSame(PropertyValue left, PropertyValue right) => (left, right) switch
    {
        (ReferenceValue, ReferenceValue) => false,
        (CompositeValue a, CompositeValue b) => !a.Parts.Where(p => p is not ScalarValue).SequenceEqual(b.Parts.Where(p => p is not ScalarValue)),
        (CallValue a, CallValue b) => a.Function != b.Function,
        _ => true,
    };

    /// <summary>Whether a call chooses between values that stand in its own place.</summary>
    public static bool HasBranches(CallValue call) => call is { Function: "Fn::If", Arguments.Length: 3 };

    /// <summary>Whether a call means the same in whatever order it takes its arguments.</summary>
    public static bool TakesAnyOrder(CallValue call) => call.Function is "Fn::And" or "Fn::Or" or "Fn::Equals";

    /// <summary>What a branch puts in the place of the call; null where it is AWS::NoValue.</summary>
    public static PropertyValue? Branch(PropertyValue value) => value is ReferenceValue { Attribute: "AWS::NoValue" } ? null : value;

    /// <summary>Whether two texts with holes, or calls, are the same but for characters beyond ASCII, which one of them shows as "?".</summary>
    public static bool DifferByMaskOnly(PropertyValue left, PropertyValue right)
    {
        if (left.Equals(right))
            return true;
        return (left, right) switch
        {
            (ScalarValue a, ScalarValue b) => ScalarRules.DifferByMaskOnly(a.Text, b.Text),
            (CompositeValue a, CompositeValue b) => AllDifferByMaskOnly(a.Parts, b.Parts),
            (CallValue a, CallValue b) => a.Function == b.Function && AllDifferByMaskOnly(a.Arguments, b.Arguments),
            (ListValue a, ListValue b) => AllDifferByMaskOnly(a.Items, b.Items),
            _ => false,
        };
    }

    private static bool AllDifferByMaskOnly(ImmutableArray<PropertyValue> left, ImmutableArray<PropertyValue> right)
    {
        if (left.Length != right.Length)
            return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (!DifferByMaskOnly(left[i], right[i]))
                return false;
        }

        return true;
    }

    /// <summary>Whether a text with holes can become a text, whatever the holes hold. Where it cannot, the two are different for certain.</summary>
    public static bool CanBecome(CompositeValue composite, string text)
    {
        var parts = composite.Parts;
        var at = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is not ScalarValue literal)
                continue;
            if (i == parts.Length - 1)
                return (i == 0 ? text == literal.Text : text.Length - at >= literal.Text.Length) && text.EndsWith(literal.Text, StringComparison.Ordinal);
            var found = i == 0
                ? (text.StartsWith(literal.Text, StringComparison.Ordinal) ? 0 : -1)
                : text.IndexOf(literal.Text, at, StringComparison.Ordinal);
            if (found < 0)
                return false;
            at = found + literal.Text.Length;
        }

        return true;
    }

    /// <summary>Whether two texts with holes begin or end in ways that no text does at once: then they are different for certain, whatever the holes hold.</summary>
    public static bool CannotMeet(CompositeValue left, CompositeValue right)
    {
        return left.Parts[0] is ScalarValue a && right.Parts[0] is ScalarValue b && Begin(a.Text, b.Text)
            || left.Parts[^1] is ScalarValue c && right.Parts[^1] is ScalarValue d && End(c.Text, d.Text);

        static bool Begin(string one, string other) => !one.StartsWith(other, StringComparison.Ordinal) && !other.StartsWith(one, StringComparison.Ordinal);
        static bool End(string one, string other) => !one.EndsWith(other, StringComparison.Ordinal) && !other.EndsWith(one, StringComparison.Ordinal);
    }
}
