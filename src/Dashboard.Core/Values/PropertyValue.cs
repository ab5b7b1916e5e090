namespace Dashboard.Core.Values;

/// <summary>What a template or a service says of one property: a scalar, a list, a map, or something that is not plain text (yet).</summary>
/// <remarks>
/// Immutable and without position, so equal subtrees can be shared. Equality is exact in spelling and in scalar kind; every tolerance
/// ("80" and 80, order of a set) belongs to the comparison, which knows the property's traits. A 64-bit structural hash is computed on
/// construction: two values are equal when they are the same object, or when their hashes agree and a walk finds no difference.
/// </remarks>
public abstract class PropertyValue : IEquatable<PropertyValue>
{
    private readonly ushort _depth;

    private protected PropertyValue(in ValueSummary summary) =>
        (StructuralHash, Size, _depth, Contents) = (summary.Hash, summary.Size, (ushort)summary.Depth, summary.Contents);

    /// <summary>A hash of the whole subtree: stable within a process, never stored.</summary>
    public ulong StructuralHash { get; }

    /// <summary>How many values the subtree has, this one included; what is shared counts wherever it stands.</summary>
    public int Size { get; }

    /// <summary>How deep the subtree is, this value included.</summary>
    public int Depth => _depth;

    /// <summary>What stands somewhere in the subtree.</summary>
    public ValueContents Contents { get; }

    /// <inheritdoc />
    public bool Equals(PropertyValue? other) =>
        ReferenceEquals(this, other) || (other is not null && StructuralHash == other.StructuralHash && GetType() == other.GetType() && EqualsCore(other));

    /// <inheritdoc />
    public sealed override bool Equals(object? obj) => Equals(obj as PropertyValue);

    /// <inheritdoc />
    public sealed override int GetHashCode() => StructuralHash.GetHashCode();

    private protected abstract bool EqualsCore(PropertyValue other);

    /// <summary>Text for people (one line; secrets as "(secret)", references as "${LogicalId.Attribute}").</summary>
    public sealed override string ToString() => ValueText.Format(this);
}

/// <summary>How a scalar was written. The text is kept in the source's own spelling.</summary>
public enum ScalarKind
{
    /// <summary>Text, or anything that a service returned as a JSON string.</summary>
    String,

    /// <summary>A number in its source's spelling ("1.10" stays "1.10").</summary>
    Number,

    /// <summary>true or false, in the source's spelling.</summary>
    Boolean,

    /// <summary>An explicit null.</summary>
    Null,
}

/// <summary>A single text with the kind that its source gave it.</summary>
public sealed class ScalarValue : PropertyValue
{
    /// <summary>An explicit null.</summary>
    public static readonly ScalarValue Null = new("", ScalarKind.Null);

    internal static readonly ScalarValue Empty = new("");
    internal static readonly ScalarValue True = new("true", ScalarKind.Boolean);
    internal static readonly ScalarValue False = new("false", ScalarKind.Boolean);

    /// <summary>1: it holds a credential; -1: it does not; 0: nobody has looked.</summary>
    private sbyte _credential;

    /// <summary>Creates a scalar.</summary>
    public ScalarValue(string text, ScalarKind kind = ScalarKind.String)
        : base(ValueSummary.Of(1, text, (ulong)kind, kind == ScalarKind.String && text.Length > 10 && text.Contains("{{resolve:", StringComparison.Ordinal) ? ValueContents.DynamicReference : ValueContents.None))
    {
        Text = text;
        Kind = kind;
    }

    /// <summary>The text in its source's spelling; empty for null.</summary>
    public string Text { get; }

    /// <summary>How it was written.</summary>
    public ScalarKind Kind { get; }

    /// <summary>The document that a reader found in the text, where the place takes one; null where nobody looked, or there is none. It follows from the text, so that equality does without it.</summary>
    public PropertyValue? Document { get; private init; }

    /// <summary>Whether the text is or holds a credential, whatever its name: asked wherever the value stands, and worked out once.</summary>
    internal bool HoldsCredential
    {
        get
        {
            if (_credential == 0)
                _credential = Secrets.CredentialDetector.HoldsCredential(Text) ? (sbyte)1 : (sbyte)-1;
            return _credential > 0;
        }
    }

    /// <summary>The same scalar beside what its text holds.</summary>
    internal ScalarValue With(PropertyValue document) => new(Text, Kind) { Document = document };

    private protected override bool EqualsCore(PropertyValue other) => other is ScalarValue s && s.Kind == Kind && s.Text == Text;
}

/// <summary>A list in its source's order.</summary>
public sealed class ListValue : PropertyValue
{
    /// <summary>The list without items.</summary>
    public static readonly ListValue Empty = new([]);

    /// <summary>Creates a list.</summary>
    public ListValue(ImmutableArray<PropertyValue> items)
        : base(ValueSummary.Of(2, "", items)) => Items = items;

    /// <summary>The items, in order.</summary>
    public ImmutableArray<PropertyValue> Items { get; }

    private protected override bool EqualsCore(PropertyValue other) => other is ListValue l && l.Items.AsSpan().SequenceEqual(Items.AsSpan());
}

/// <summary>A map; entries are sorted ordinally by key, and keys are unique.</summary>
public sealed class MapValue : PropertyValue
{
    /// <summary>The map without entries.</summary>
    public static readonly MapValue Empty = new([]);

    private MapValue(ImmutableArray<KeyValuePair<string, PropertyValue>> sorted)
        : base(ValueSummary.Of(3, sorted)) => Entries = sorted;

    /// <summary>The entries, sorted ordinally by key.</summary>
    public ImmutableArray<KeyValuePair<string, PropertyValue>> Entries { get; }

    /// <summary>The place at which nothing in the map was found to be a secret, whatever the map is called; null where nobody has looked, or something was. What is the same in every rendering is asked once.</summary>
    internal Traits.TraitCursor? PlainAt { get; set; }

    /// <summary>The value of a key, or null.</summary>
    public PropertyValue? this[string key] => IndexOf(key) is >= 0 and var i ? Entries[i].Value : null;

    /// <summary>Builds a map from entries in any order; of a repeated key the last one wins.</summary>
    public static MapValue Create(IEnumerable<KeyValuePair<string, PropertyValue>> entries) => FromOwned(entries.ToArray());

    /// <summary>Builds a map from entries in any order, whose array nobody else writes to; of a repeated key the last one wins.</summary>
    public static MapValue FromOwned(KeyValuePair<string, PropertyValue>[] array)
    {
        if (array.Length == 0)
            return Empty;
        return TrySort(array) ? new MapValue(System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(array)) : SortedApart(array);
    }

    private static MapValue SortedApart(KeyValuePair<string, PropertyValue>[] array)
    {
        var keys = Array.ConvertAll(array, e => e.Key);
        var order = Enumerable.Range(0, array.Length).ToArray();
        Array.Sort(order, (a, b) => string.CompareOrdinal(keys[a], keys[b]) is var c and not 0 ? c : a.CompareTo(b));
        var sorted = ImmutableArray.CreateBuilder<KeyValuePair<string, PropertyValue>>(array.Length);
        foreach (var i in order)
        {
            if (sorted.Count > 0 && sorted[^1].Key == keys[i])
                sorted[^1] = array[i];
            else
                sorted.Add(array[i]);
        }

        return new MapValue(sorted.ToImmutable());
    }

    /// <summary>Builds a map from pairs.</summary>
    public static MapValue Of(params (string Key, PropertyValue Value)[] entries) =>
        Create(entries.Select(e => KeyValuePair.Create(e.Key, e.Value)));

    /// <summary>Builds a map from entries that are sorted ordinally by key already, each key once.</summary>
    internal static MapValue FromSorted(ImmutableArray<KeyValuePair<string, PropertyValue>> entries) => entries.Length == 0 ? Empty : new(entries);

    /// <summary>This map with one entry set, or removed where the value is null.</summary>
    public MapValue With(string key, PropertyValue? value)
    {
        var i = IndexOf(key);
        if (value is null)
            return i < 0 ? this : FromSorted(Entries.RemoveAt(i));
        var entry = KeyValuePair.Create(key, value);
        return FromSorted(i < 0 ? Entries.Insert(~i, entry) : Entries.SetItem(i, entry));
    }

    /// <summary>Sorts entries in place and keeps the order of equal keys, where they are few. False where they are many, or a key is repeated.</summary>
    private static bool TrySort(KeyValuePair<string, PropertyValue>[] entries)
    {
        const int Few = 24;
        if (entries.Length > Few)
            return false;
        var isUnique = true;
        for (var i = 1; i < entries.Length; i++)
        {
            var entry = entries[i];
            var at = i;
            for (; at > 0; at--)
            {
                var order = string.CompareOrdinal(entries[at - 1].Key, entry.Key);
                isUnique &= order != 0;
                if (order <= 0)
                    break;
                entries[at] = entries[at - 1];
            }

            entries[at] = entry;
        }

        return isUnique;
    }

    /// <summary>Where a key stands; where it does not, the complement of where it would.</summary>
    private int IndexOf(string key)
    {
        int low = 0, high = Entries.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var c = string.CompareOrdinal(Entries[middle].Key, key);
            if (c == 0)
                return middle;
            if (c < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    private protected override bool EqualsCore(PropertyValue other)
    {
        if (other is not MapValue m || m.Entries.Length != Entries.Length)
            return false;
        for (var i = 0; i < Entries.Length; i++)
        {
            if (Entries[i].Key != m.Entries[i].Key || !Entries[i].Value.Equals(m.Entries[i].Value))
                return false;
        }

        return true;
    }
}

/// <summary>An attribute of something that is identified rather than spelled: "the Arn of WebQueue of worker in staging".</summary>
/// <param name="owner">Who owns the attribute.</param>
/// <param name="attribute">"Ref", an attribute as GetAtt names it, or a pseudo parameter such as "AWS::AccountId" where the owner is the stack itself.</param>
public sealed class ReferenceValue(ResourceOwner owner, string attribute)
    : PropertyValue(ValueSummary.Of(4, owner, attribute))
{
    /// <summary>Who owns the attribute.</summary>
    public ResourceOwner Owner { get; } = owner;

    /// <summary>"Ref", an attribute as GetAtt names it, or a pseudo parameter.</summary>
    public string Attribute { get; } = attribute;

    /// <summary>An equal value that is another object, without hashing anew.</summary>
    internal ReferenceValue Copy() => (ReferenceValue)MemberwiseClone();

    private protected override bool EqualsCore(PropertyValue other) => other is ReferenceValue r && r.Attribute == Attribute && (ReferenceEquals(r.Owner, Owner) || r.Owner == Owner);
}

/// <summary>Text with holes: parts that are concatenated once every one of them is known. Parts are scalars, references, calls or unresolved values.</summary>
/// <remarks>Build it with <see cref="Concatenate"/>, which joins neighbouring text and returns a scalar or a secret where it can.</remarks>
public sealed class CompositeValue : PropertyValue
{
    private CompositeValue(ImmutableArray<PropertyValue> parts)
        : base(ValueSummary.Of(5, "", parts)) => Parts = parts;

    /// <summary>The parts, in order; no two scalars are neighbours.</summary>
    public ImmutableArray<PropertyValue> Parts { get; }

    /// <summary>Concatenates parts. Only text: a scalar. Any unknowable secret: an unknowable secret. Else text with holes.</summary>
    /// <remarks>A secret with a fingerprint cannot be concatenated here, since its text is gone: callers compose before they fingerprint, or get an unknowable secret.</remarks>
    public static PropertyValue Concatenate(IEnumerable<PropertyValue> parts)
    {
        var flat = new FlatParts();
        foreach (var part in parts)
        {
            if (part is not CompositeValue composite)
            {
                flat.Add(part);
                continue;
            }

            foreach (var inner in composite.Parts)
                flat.Add(inner);
        }

        return flat.ToList() switch
        {
            null => SecretValue.Unknowable,
            [] => new ScalarValue(""),
            [ScalarValue s] => s.Kind == ScalarKind.String ? s : new ScalarValue(s.Text),
            [ReferenceValue r] => r,
            [UnresolvedValue u] => u,
            var several => new CompositeValue([.. several]),
        };
    }

    /// <summary>The document that a reader found in the text, where the place takes one; null where nobody looked, or there is none. It follows from the text, so that equality does without it.</summary>
    public PropertyValue? Document { get; private init; }

    /// <summary>The same text beside what it holds.</summary>
    internal CompositeValue With(PropertyValue document) => new(Parts) { Document = document };

    /// <summary>A hole that quotes make a text, whatever fills it: <c>"${Size}"</c> in a document is not <c>${Size}</c>.</summary>
    internal static CompositeValue Quoted(PropertyValue hole) => new([ScalarValue.Empty, hole]);

    private protected override bool EqualsCore(PropertyValue other) => other is CompositeValue c && c.Parts.AsSpan().SequenceEqual(Parts.AsSpan());
}

/// <summary>An intrinsic function whose arguments are not all known, kept as it stands.</summary>
/// <param name="function">The function in its long form, such as "Fn::Select".</param>
/// <param name="arguments">Its arguments, rendered as far as they are known.</param>
public sealed class CallValue(string function, ImmutableArray<PropertyValue> arguments)
    : PropertyValue(ValueSummary.Of(6, function, arguments))
{
    /// <summary>The function in its long form.</summary>
    public string Function { get; } = function;

    /// <summary>Its arguments, rendered as far as they are known.</summary>
    public ImmutableArray<PropertyValue> Arguments { get; } = arguments;

    /// <summary>What the call comes to in every environment, by what stands elsewhere in its template; null where nobody worked that out. Two calls are equal by what they spell.</summary>
    public PropertyValue? Result { get; init; }

    private protected override bool EqualsCore(PropertyValue other) =>
        other is CallValue c && c.Function == Function && c.Arguments.AsSpan().SequenceEqual(Arguments.AsSpan());
}

/// <summary>A value that cannot be worked out. It is never equal to anything in a comparison and never a difference: it cannot be verified.</summary>
/// <param name="reason">Why, for people: "macro X", "export Y is not known".</param>
/// <param name="location">Where it was left open, if it was in a file. Two that are left open for the same reason, and are made of the same, are the same, wherever they are.</param>
public sealed class UnresolvedValue(string reason, SourceLocation? location = null) : PropertyValue(ValueSummary.Of(7, reason, contents: ValueContents.Unresolved))
{
    /// <summary>Why, for people.</summary>
    public string Reason { get; } = reason;

    /// <summary>
    /// What it is made of, with everything that this is given: two that are made of the same come to the same, whatever that is. Null where nobody looked, and in what a
    /// function made of it.
    /// </summary>
    public PropertyValue? Source { get; init; }

    /// <summary>Why, with where: "!stack_output network::VpcId is resolved at deployment (config/prod/web.yaml:4)".</summary>
    public string Explanation => location is null ? Reason : $"{Reason} ({location})";

    /// <summary>The same for something that is made of it and of more.</summary>
    public UnresolvedValue WithoutSource() => Source is null ? this : new UnresolvedValue(Reason, location);

    private protected override bool EqualsCore(PropertyValue other) => other is UnresolvedValue u && u.Reason == Reason && Equals(u.Source, Source);
}

/// <summary>A value whose text was replaced before it left its reader. Only <see cref="Secrets.SecretFingerprinter"/> makes one with a fingerprint.</summary>
public sealed class SecretValue : PropertyValue
{
    /// <summary>A secret of which nothing is known: masked by the service, or composed with a secret.</summary>
    public static readonly SecretValue Unknowable = new(null);

    private readonly byte[]? _fingerprint;

    /// <summary>True where it is what a recording wrote in the place of a secret text; false where it is composed of such; null where it has nothing to do with a recording.</summary>
    private readonly bool? _isOfWholeNumber;

    internal SecretValue(byte[]? fingerprint, bool? isOfWholeNumber = null)
        : base(fingerprint is null
            ? ValueSummary.Of(8, "", contents: ValueContents.Secret | ValueContents.UnknowableSecret)
            : ValueSummary.Of(8, Convert.ToHexString(fingerprint), contents: ValueContents.Secret)) => (_fingerprint, _isOfWholeNumber) = (fingerprint, isOfWholeNumber);

    /// <summary>False where nothing can be said of it, so that it is neither the same nor different.</summary>
    public bool IsKnown => _fingerprint is not null;

    /// <summary>Whether two secrets are the same: null where that cannot be known. Of a text that a recording replaced whole nobody can tell whether it is one that is composed of another secret.</summary>
    public bool? SameAs(SecretValue other) => _fingerprint is null || other._fingerprint is null || (_isOfWholeNumber is { } whole && other._isOfWholeNumber == !whole)
        ? null
        : System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(_fingerprint, other._fingerprint);

    private protected override bool EqualsCore(PropertyValue other) => other is SecretValue s
        && (_fingerprint is null ? s._fingerprint is null : s._fingerprint is not null && s._fingerprint.AsSpan().SequenceEqual(_fingerprint));
}
