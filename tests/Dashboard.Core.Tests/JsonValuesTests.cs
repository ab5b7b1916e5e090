using System.Text;
using System.Text.Json;
using CsCheck;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests;

/// <summary>JSON becomes values in the spelling of its source, however it is read.</summary>
public sealed class JsonValuesTests
{
    [Fact]
    public void Numbers_and_texts_keep_their_spelling_and_their_kind()
    {
        var map = Assert.IsType<MapValue>(JsonValues.Parse(" {\"n\": 1.10, \"t\": \"1.10\", \"e\": -6E+3, \"b\": true, \"f\": false, \"z\": null, \"l\": [1, [], {}], \"\u00e9\\u0041\": \"caf\\u00e9\\n\", \"\": \"\"} "));

        Assert.Equal(new ScalarValue("1.10", ScalarKind.Number), map["n"]);
        Assert.Equal(new ScalarValue("1.10"), map["t"]);
        Assert.Equal(new ScalarValue("-6E+3", ScalarKind.Number), map["e"]);
        Assert.Equal(new ScalarValue("true", ScalarKind.Boolean), map["b"]);
        Assert.Equal(new ScalarValue("false", ScalarKind.Boolean), map["f"]);
        Assert.Equal(ScalarValue.Null, map["z"]);
        Assert.Equal(new ListValue([new ScalarValue("1", ScalarKind.Number), ListValue.Empty, MapValue.Empty]), map["l"]);
        Assert.Equal(new ScalarValue("caf\u00e9\n"), map["\u00e9A"]);
        Assert.Equal(new ScalarValue(""), map[""]);
    }

    [Fact]
    public void Of_a_repeated_name_the_last_value_wins() => Assert.Equal(MapValue.Of(("a", new ScalarValue("2")), ("b", new ScalarValue("x"))), JsonValues.Parse("{\"a\": \"1\", \"b\": \"x\", \"a\": \"2\"}"));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("[1,]")]
    [InlineData("// x\n1")]
    [InlineData("[\"\\ud800\"]")]
    [InlineData("{\"\\ud800\": 1}")]
    public void What_is_no_JSON_is_refused_as_no_JSON(string text) => Assert.ThrowsAny<JsonException>(() => JsonValues.Parse(text));

    [Fact]
    public void Half_a_character_is_no_JSON() => Assert.ThrowsAny<JsonException>(() => JsonValues.Parse("[\"" + '\ud800' + "\"]"));

    [Fact]
    public void A_text_nested_deeper_than_64_is_refused()
    {
        Assert.NotNull(JsonValues.Parse(new string('[', 64) + new string(']', 64)));
        Assert.ThrowsAny<JsonException>(() => JsonValues.Parse(new string('[', 65) + new string(']', 65)));
    }

    /// <summary>Names are kept between texts: one that shares its place with another must not be taken for it.</summary>
    [Fact]
    public void Names_and_values_come_back_as_they_were_written() => Gen.Dictionary(Gen.String[0, 60], Gen.String[0, 60])[0, 60].Sample(pairs =>
    {
        var written = pairs.Where(p => IsText(p.Key) && IsText(p.Value)).ToDictionary();
        var bytes = JsonSerializer.SerializeToUtf8Bytes(written);

        var map = (MapValue)JsonValues.Parse(bytes);

        Assert.Equal(written.OrderBy(p => p.Key, StringComparer.Ordinal), map.Entries.Select(e => KeyValuePair.Create(e.Key, ((ScalarValue)e.Value).Text)));
        Assert.Equal(map, JsonValues.Parse(Encoding.UTF8.GetString(bytes)));
        using var document = JsonDocument.Parse(bytes);
        Assert.Equal(map, JsonValues.Read(document.RootElement));
    });

    [Fact]
    public void Setting_and_removing_an_entry_is_building_the_map_anew() => Gen.Select(Gen.Dictionary(Gen.String[0, 3], Gen.Int)[0, 40], Gen.String[0, 3], Gen.Bool).Sample((entries, key, isSet) =>
    {
        var map = Map(entries);
        var changed = new Dictionary<string, int>(entries);
        changed.Remove(key);
        if (isSet)
            changed[key] = 7;

        Assert.Equal(Map(changed), map.With(key, isSet ? Number(7) : null));
    });

    [Fact]
    public void Texts_that_differ_in_one_character_have_different_hashes() => Gen.Select(Gen.String[1, 40], Gen.Int[0, 39], Gen.Char).Sample((text, at, c) =>
    {
        var changed = text.ToCharArray();
        changed[at % text.Length] = c;

        Assert.Equal(text == new string(changed), new ScalarValue(text).StructuralHash == new ScalarValue(new string(changed)).StructuralHash);
    });

    private static MapValue Map(Dictionary<string, int> entries) => MapValue.Of([.. entries.Select(e => (e.Key, (PropertyValue)Number(e.Value)))]);

    private static ScalarValue Number(int number) => new ScalarValue(number.ToString(System.Globalization.CultureInfo.InvariantCulture), ScalarKind.Number);

    private static bool IsText(string text) => !text.Any(char.IsSurrogate);
}
