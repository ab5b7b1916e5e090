using System.Buffers;

namespace Dashboard.Core.Secrets;

/// <summary>
/// Keys of maps that are or hold a credential (<c>https://user:password@registry</c>). No map shows one: such entries stand together under one name, as a list of
/// <c>{Key, Value}</c> whose Key is a secret.
/// </summary>
public static class SecretKeys
{
    /// <summary>What stands for all such keys of a map.</summary>
    public const string Name = "(secret)";

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether a key is or holds a credential. Almost every key is a word, which is asked first.</summary>
    public static bool IsSecret(string key) =>
        key.Length >= 8 && (key.AsSpan().ContainsAnyExcept(Letters) || char.IsAsciiLetterUpper(key[1])) && CredentialDetector.HoldsCredential(key);

    /// <summary>The key as it may be shown.</summary>
    public static string Shown(string key) => IsSecret(key) ? Name : key;

    /// <summary>The one entry in place of those with secret keys. Their order follows from the keys, and says nothing of them.</summary>
    public static KeyValuePair<string, PropertyValue> Entry(IEnumerable<(SecretValue Key, PropertyValue Value)> entries) => KeyValuePair.Create<string, PropertyValue>(
        Name, new ListValue([.. entries.OrderBy(e => e.Key.StructuralHash).Select(e => MapValue.Of(("Key", e.Key), ("Value", e.Value)))]));

    /// <summary>The entries that a value stands for; null where it stands for none: a key may be called so.</summary>
    internal static ImmutableArray<(SecretValue Key, PropertyValue Value)>? Read(PropertyValue? value)
    {
        if (value is not ListValue list || !list.Items.All(i => i is MapValue map && map["Key"] is SecretValue && map["Value"] is not null))
            return null;
        return [.. list.Items.Cast<MapValue>().Select(m => ((SecretValue)m["Key"]!, m["Value"]!))];
    }
}
