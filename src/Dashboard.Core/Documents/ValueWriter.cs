using System.Text;
using System.Text.Json;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Documents;

/// <summary>Writes a value as JSON in CloudFormation's own form, without ever showing a secret.</summary>
internal static class ValueWriter
{
    /// <summary>Functions that take a list also where it has one item; every other function takes its one argument bare.</summary>
    private static readonly HashSet<string> Listed = new(StringComparer.Ordinal)
    {
        "Fn::And", "Fn::Cidr", "Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn", "Fn::Equals", "Fn::FindInMap", "Fn::GetAtt", "Fn::If", "Fn::Join", "Fn::Not", "Fn::Or",
        "Fn::Select", "Fn::Split", "Fn::Sub", "Fn::ValueOf", "Fn::ValueOfAll",
    };

    /// <summary>A value as JSON.</summary>
    /// <param name="value">The value.</param>
    /// <param name="cursor">What is known of its place.</param>
    /// <param name="keepsKinds">Whether a number or boolean stays one although the schema says nothing of it.</param>
    public static JsonElement Element(PropertyValue value, TraitCursor? cursor, bool keepsKinds = false)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = 1000 }))
            Write(writer, value, cursor, keepsKinds);
        var reader = new Utf8JsonReader(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), new JsonReaderOptions { MaxDepth = 1000 });
        return JsonElement.ParseValue(ref reader);
    }

    private static void Write(Utf8JsonWriter writer, PropertyValue value, TraitCursor? cursor, bool keepsKinds = false)
    {
        switch (value)
        {
            case ScalarValue scalar:
                WriteScalar(writer, scalar, cursor, keepsKinds);
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item, cursor?.Item(), keepsKinds);
                writer.WriteEndArray();
                break;
            case MapValue map:
                writer.WriteStartObject();
                foreach (var (key, entry) in map.Entries)
                {
                    writer.WritePropertyName(key);
                    Write(writer, entry, cursor?.Child(key), keepsKinds);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteStartObject();
                WriteSymbolic(writer, value);
                writer.WriteEndObject();
                break;
        }
    }

    /// <summary>Texts in the source's spelling, except where the schema calls the place a boolean or a number (and not both: that is a text of any content).</summary>
    private static void WriteScalar(Utf8JsonWriter writer, ScalarValue scalar, TraitCursor? cursor, bool keepsKinds)
    {
        var isBool = keepsKinds ? scalar.Kind == ScalarKind.Boolean : cursor?.Has(TraitFlags.Bool) == true;
        var isNumber = keepsKinds ? scalar.Kind == ScalarKind.Number : cursor?.Has(TraitFlags.Int | TraitFlags.Num) == true;
        if (scalar.Kind == ScalarKind.Null)
            writer.WriteNullValue();
        else if (isBool && !isNumber && bool.TryParse(scalar.Text, out var flag))
            writer.WriteBooleanValue(flag);
        else if (isNumber && !isBool && IsJsonNumber(scalar.Text))
            writer.WriteRawValue(scalar.Text);
        else
            writer.WriteStringValue(scalar.Text);
    }

    private static void WriteSymbolic(Utf8JsonWriter writer, PropertyValue value)
    {
        switch (value)
        {
            case ReferenceValue { Attribute: "Ref" } reference when !reference.Owner.Address.IsStack:
                writer.WriteString("Ref", reference.Owner.Address.Path);
                break;
            case ReferenceValue reference when reference.Owner.Address.IsStack:
                writer.WriteString("Ref", reference.Attribute);
                break;
            case ReferenceValue reference:
                writer.WriteStartArray("Fn::GetAtt");
                writer.WriteStringValue(reference.Owner.Address.Path);
                writer.WriteStringValue(reference.Attribute);
                writer.WriteEndArray();
                break;
            case CompositeValue composite when composite.Parts.All(p => p is ScalarValue or ReferenceValue):
                writer.WriteString("Fn::Sub", Substitution(composite));
                break;
            case CompositeValue composite:
                writer.WriteStartArray("Fn::Join");
                writer.WriteStringValue("");
                Write(writer, new ListValue(composite.Parts), null);
                writer.WriteEndArray();
                break;
            case CallValue { Arguments: [var argument] } call when !Listed.Contains(call.Function):
                writer.WritePropertyName(call.Function);
                // What becomes JSON tells 1 from "1".
                Write(writer, argument, null, keepsKinds: call.Function == "Fn::ToJsonString");
                break;
            case CallValue call:
                writer.WritePropertyName(call.Function);
                Write(writer, new ListValue(call.Arguments), null);
                break;
            case UnresolvedValue unresolved:
                writer.WriteString("Fn::Unresolved", unresolved.Explanation);
                break;
            case SecretValue:
                writer.WriteBoolean("Fn::Secret", true);
                break;
        }
    }

    private static string Substitution(CompositeValue composite)
    {
        var text = new StringBuilder();
        foreach (var part in composite.Parts)
        {
            if (part is ReferenceValue reference)
                text.Append(ValueText.Format(reference));
            else
                text.Append(((ScalarValue)part).Text.Replace("${", "${!", StringComparison.Ordinal));
        }

        return text.ToString();
    }

    private static bool IsJsonNumber(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read() && reader.BytesConsumed == text.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
