using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Dashboard.Core.Values;

/// <summary>Reads UTF-8 JSON straight into values. Open collections share two growing arrays: a collection's children are the end of one of them.</summary>
internal sealed class JsonValueReader(bool mayRepeatKeys)
{
    private KeyValuePair<string, PropertyValue>[] _entries = new KeyValuePair<string, PropertyValue>[16];
    private PropertyValue[] _items = new PropertyValue[8];
    private int _entryCount;
    private int _itemCount;

    /// <exception cref="JsonException">The text is not one JSON document, is nested deeper than 64, or holds an escape that is no character.</exception>
    public static PropertyValue Read(ReadOnlySpan<byte> utf8, bool mayRepeatKeys = true)
    {
        var reader = new Utf8JsonReader(utf8);
        try
        {
            reader.Read();
            var value = new JsonValueReader(mayRepeatKeys).Value(ref reader);
            // What stands behind the document is refused here.
            reader.Read();
            return value;
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException("A string holds an escape that is no character.", broken);
        }
    }

    private PropertyValue Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Map(ref reader);
            case JsonTokenType.StartArray:
                return List(ref reader);
            case JsonTokenType.String:
                return reader.ValueSpan.IsEmpty ? ScalarValue.Empty : new ScalarValue(reader.GetString()!);
            case JsonTokenType.Number:
                return new ScalarValue(Encoding.UTF8.GetString(reader.ValueSpan), ScalarKind.Number);
            case JsonTokenType.True:
                return ScalarValue.True;
            case JsonTokenType.False:
                return ScalarValue.False;
            default:
                return ScalarValue.Null;
        }
    }

    private MapValue Map(ref Utf8JsonReader reader)
    {
        var mark = _entryCount;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.ValueIsEscaped ? reader.GetString()! : KnownNames.Get(reader.ValueSpan);
            reader.Read();
            var value = Value(ref reader);
            if (_entryCount == _entries.Length)
                Array.Resize(ref _entries, _entryCount * 2);
            _entries[_entryCount++] = KeyValuePair.Create(name, value);
        }

        var map = MapValue.FromOwned(_entries.AsSpan(mark, _entryCount - mark).ToArray());
        if (!mayRepeatKeys && map.Entries.Length < _entryCount - mark)
            throw new JsonException("An object names a key twice.");
        _entryCount = mark;
        return map;
    }

    private ListValue List(ref Utf8JsonReader reader)
    {
        var mark = _itemCount;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var value = Value(ref reader);
            if (_itemCount == _items.Length)
                Array.Resize(ref _items, _itemCount * 2);
            _items[_itemCount++] = value;
        }

        var items = _items.AsSpan(mark, _itemCount - mark).ToArray();
        _itemCount = mark;
        return items.Length == 0 ? ListValue.Empty : new ListValue(ImmutableCollectionsMarshal.AsImmutableArray(items));
    }
}
