using Dashboard.Core.Traits;

namespace Dashboard.Core.Secrets;

/// <summary>Replaces secrets in a resource's properties: sensitive paths of the traits, tainted paths of the template, and what looks like a credential by its name or form.</summary>
public static class SecretMasker
{
    /// <summary>The properties with every secret replaced. Used on rendered and on live properties alike, so that both sides mask the same places.</summary>
    /// <remarks>
    /// A tainted path names a list item by its index in the template, and a service may return the list in another order: an item is found by its key
    /// where the path carries one (see <see cref="WithItemKeys"/>); else, unless the item at the index is masked already, every item of the list is treated alike.
    /// </remarks>
    /// <param name="type">The resource type.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="tainted">Further paths that hold a secret.</param>
    /// <param name="fingerprinter">Makes the secrets.</param>
    public static MapValue Mask(string type, MapValue properties, IEnumerable<PropertyPath> tainted, SecretFingerprinter fingerprinter)
    {
        var masked = MaskBySchema(properties, TraitsCatalog.Get(type).Root, "", fingerprinter);
        foreach (var path in tainted)
            masked = MaskAt(masked, path.Segments.AsSpan(), fingerprinter);
        return masked as MapValue ?? MapValue.Empty;
    }

    /// <summary>A value of which no schema says anything (an output, Metadata) with everything replaced that looks like a credential.</summary>
    /// <param name="name">The name that the value bears.</param>
    /// <param name="value">The value.</param>
    /// <param name="fingerprinter">Makes the secrets.</param>
    public static PropertyValue MaskAnywhere(string name, PropertyValue value, SecretFingerprinter fingerprinter) => MaskBySchema(value, TraitCursor.WithoutSchema, name, fingerprinter);

    /// <summary>The same paths with the key of each list item that has one, so that the item is found again wherever a service puts it.</summary>
    public static ImmutableArray<PropertyPath> WithItemKeys(MapValue properties, ImmutableArray<PropertyPath> paths)
    {
        if (paths.IsDefaultOrEmpty)
            return [];
        var keyed = ImmutableArray.CreateBuilder<PropertyPath>(paths.Length);
        foreach (var path in paths)
            keyed.Add(new PropertyPath([.. Keyed(properties, path.Segments)]));
        return keyed.MoveToImmutable();
    }

    private static IEnumerable<PathSegment> Keyed(PropertyValue? value, ImmutableArray<PathSegment> segments)
    {
        foreach (var segment in segments)
        {
            var key = segment.Key;
            if (segment.Name is null && value is ListValue list)
            {
                value = segment.Index >= 0 && segment.Index < list.Items.Length ? list.Items[segment.Index] : null;
                if (key is null && value is MapValue item && NameOf(item) is var (property, name) && list.Items.Count(i => NameOf(i) == (property, name)) == 1)
                    key = new ItemKey(property, name);
            }
            else
            {
                value = segment.Name is { } entry ? (value as MapValue)?[entry] : null;
            }

            yield return segment with { Key = key };
        }
    }

    private static PropertyValue MaskBySchema(PropertyValue value, TraitCursor cursor, string name, SecretFingerprinter fingerprinter)
    {
        if (cursor.Has(TraitFlags.Sensitive))
            return MaskWhole(value, fingerprinter);
        switch (value)
        {
            case MapValue map:
                return MaskEntries(map, cursor, name, fingerprinter);
            case ListValue list:
                return MaskItems(list, cursor.Item(), name, fingerprinter);
            case ScalarValue { Kind: not ScalarKind.Null } scalar when CredentialDetector.IsSecret(cursor, name, scalar):
                return fingerprinter.Fingerprint(scalar.Text);
            case CompositeValue or CallValue when HoldsCredential(cursor, name, value):
                return SecretValue.Unknowable;
            default:
                return value;
        }
    }

    /// <summary>The list with its secrets replaced; the list itself where it has none, as almost every list.</summary>
    private static ListValue MaskItems(ListValue list, TraitCursor cursor, string name, SecretFingerprinter fingerprinter)
    {
        ImmutableArray<PropertyValue>.Builder? masked = null;
        var given = CommandWords.SecretsIn(list.Items, Word);
        for (var i = 0; i < list.Items.Length; i++)
        {
            var named = i == 0 ? name : NamedValues.NameOfItem(Option(list.Items[i - 1]), Option(list.Items[i]), name);
            var item = given.Contains(i) ? MaskWhole(list.Items[i], fingerprinter) : MaskBySchema(list.Items[i], cursor, named, fingerprinter);
            if (!ReferenceEquals(item, list.Items[i]))
                (masked ??= list.Items.ToBuilder())[i] = item;
        }

        return masked is null ? list : new ListValue(masked.ToImmutable());
    }

    private static MapValue MaskEntries(MapValue map, TraitCursor cursor, string name, SecretFingerprinter fingerprinter)
    {
        if (ReferenceEquals(map.PlainAt, cursor))
            return map;
        ImmutableArray<KeyValuePair<string, PropertyValue>>.Builder? masked = null;
        var (hasSecretKeys, needsName) = (false, false);
        for (var i = 0; i < map.Entries.Length; i++)
        {
            var (key, value) = map.Entries[i];
            hasSecretKeys |= SecretKeys.IsSecret(key);
            var named = NamedValues.IsValueKey(key) ? NameOfValues(map) : key;
            needsName |= named is null;
            var hidden = MaskBySchema(value, cursor.Child(key), named ?? name, fingerprinter);
            if (!ReferenceEquals(hidden, value))
                (masked ??= map.Entries.ToBuilder())[i] = KeyValuePair.Create(key, hidden);
        }

        if (masked is null && !hasSecretKeys && !needsName)
            map.PlainAt = cursor;
        var result = masked is null ? map : MapValue.FromSorted(masked.ToImmutable());
        return hasSecretKeys ? HideKeys(result, fingerprinter) : result;
    }

    private static MapValue HideKeys(MapValue map, SecretFingerprinter fingerprinter)
    {
        var isSecret = map.Entries.ToLookup(e => SecretKeys.IsSecret(e.Key));
        return isSecret[true].Any() ? MapValue.Create(isSecret[false].Append(SecretKeys.Entry(isSecret[true].Select(e => (fingerprinter.Fingerprint(e.Key), e.Value))))) : map;
    }

    /// <summary>An item as what may be an option: a text, or what begins as one.</summary>
    private static string? Option(PropertyValue item) =>
        item is ScalarValue scalar ? scalar.Text : item is CompositeValue { Parts: [ScalarValue { Text: ['-', '-', ..] }, ..] } ? NamedValues.TextOf(item) : null;

    private static string TextOf(CompositeValue composite) => string.Concat(composite.Parts.Select(p => p is ScalarValue s ? s.Text : CredentialDetector.Hole));

    /// <summary>An item as the word of a command; null where it is none, or is not known.</summary>
    private static string? Word(PropertyValue item) => item switch
    {
        ScalarValue { Kind: not ScalarKind.Null } scalar => scalar.Text,
        CompositeValue composite => TextOf(composite),
        _ => null,
    };

    /// <summary>The name that stands beside a map's value, empty where its type says that the value is a pointer; null where there is none.</summary>
    private static string? NameOfValues(MapValue map)
    {
        if (map["Type"] is ScalarValue { Text: var type } && NamedValues.IsPointerType(type))
            return "";
        foreach (var key in NamedValues.NameKeys)
        {
            if (NamedValues.TextOf(map[key]) is { } name)
                return name;
        }

        return null;
    }

    /// <summary>Whether the text around the holes is or becomes a credential. What a function is given bears the function's name only where it is part of the text.</summary>
    private static bool HoldsCredential(TraitCursor cursor, string name, PropertyValue value) => value switch
    {
        ScalarValue scalar => CredentialDetector.IsSecret(cursor, name, scalar),
        CompositeValue composite => CredentialDetector.IsSecret(cursor, name, TextOf(composite)),
        CallValue { Function: "Fn::If", Arguments: [_, .. var choices] } => choices.Any(c => HoldsCredential(cursor, name, c)),
        CallValue { Function: "Fn::Join" or "Fn::Select" or "Fn::Split" or "Fn::Base64" } call => call.Arguments.Any(a => HoldsCredential(cursor, name, a)),
        CallValue call => call.Arguments.Any(a => HoldsCredential(TraitCursor.WithoutSchema, "", a)),
        ListValue list => list.Items.Any(i => HoldsCredential(cursor, name, i)),
        MapValue map => map.Entries.Any(e => SecretKeys.IsSecret(e.Key) || HoldsCredential(TraitCursor.WithoutSchema, e.Key, e.Value)),
        _ => false,
    };

    private static PropertyValue MaskAt(PropertyValue value, ReadOnlySpan<PathSegment> path, SecretFingerprinter fingerprinter)
    {
        if (path.Length == 0)
            return MaskWhole(value, fingerprinter);
        var segment = path[0];
        if (segment.Name is { } name)
        {
            // Below a document in text, a path leads nowhere: the whole text is the secret's.
            if (value is not MapValue map)
                return value is ScalarValue or CompositeValue ? MaskWhole(value, fingerprinter) : value;
            // Which of the hidden keys it is, a path does not say.
            if (name == SecretKeys.Name ? map[name] is ListValue : map[name] is null && SecretKeys.IsSecret(name))
                return map[SecretKeys.Name] is { } hidden ? map.With(SecretKeys.Name, MaskWhole(hidden, fingerprinter)) : map;
            return map[name] is { } entry ? map.With(name, MaskAt(entry, path[1..], fingerprinter)) : map;
        }

        if (value is not ListValue list)
            return value is SecretValue ? value : MaskAt(value, path[1..], fingerprinter);
        var items = list.Items.ToBuilder();
        var isMaskedHere = segment.Key is null && segment.Index >= 0 && segment.Index < items.Count && IsMasked(items[segment.Index], path[1..]);
        for (var i = 0; i < items.Count && !isMaskedHere; i++)
        {
            if (segment.Key is not { } key || ((items[i] as MapValue)?[key.Property] as ScalarValue)?.Text == key.Value)
                items[i] = MaskAt(items[i], path[1..], fingerprinter);
        }

        return new ListValue(items.ToImmutable());
    }

    private static bool IsMasked(PropertyValue? value, ReadOnlySpan<PathSegment> path)
    {
        foreach (var segment in path)
        {
            value = value switch
            {
                MapValue map when segment.Name is { } name => map[name],
                ListValue list when segment.Index >= 0 && segment.Index < list.Items.Length => list.Items[segment.Index],
                _ => value,
            };
        }

        return value is SecretValue;
    }

    /// <summary>Every text of a subtree on its own, so that the spelling of a number or the order of keys makes no other secret of it.</summary>
    private static PropertyValue MaskWhole(PropertyValue value, SecretFingerprinter fingerprinter) => value switch
    {
        MapValue map => HideKeys(Map(map, e => MaskWhole(e.Value, fingerprinter)), fingerprinter),
        ListValue list => new ListValue([.. list.Items.Select(i => MaskWhole(i, fingerprinter))]),
        ScalarValue { Kind: ScalarKind.Null } or SecretValue or ReferenceValue or UnresolvedValue => value,
        ScalarValue scalar => fingerprinter.Fingerprint(scalar.Text),
        _ => SecretValue.Unknowable,
    };

    private static MapValue Map(MapValue map, Func<KeyValuePair<string, PropertyValue>, PropertyValue> mask)
    {
        var entries = map.Entries.Select(e => KeyValuePair.Create(e.Key, mask(e))).ToList();
        return entries.Zip(map.Entries).All(e => ReferenceEquals(e.First.Value, e.Second.Value)) ? map : MapValue.Create(entries);
    }

    /// <summary>The name by which an item is found again: one that is known whole.</summary>
    private static (string Property, string Name)? NameOf(PropertyValue value)
    {
        if (value is not MapValue map)
            return null;
        foreach (var key in NamedValues.NameKeys)
        {
            if (map[key] is ScalarValue { Kind: not ScalarKind.Null } name)
                return (key, name.Text);
        }

        return null;
    }
}
