using System.Text.Json;

namespace Dashboard.Cli.Batch;

/// <summary>Reads the fields of a line.</summary>
internal static class BatchLine
{
    /// <summary>A text that must be there.</summary>
    /// <exception cref="BatchLineException">It is not.</exception>
    public static string Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new BatchLineException($"The line has no text \"{name}\".");

    /// <summary>A text that may be missing; then it is empty.</summary>
    /// <exception cref="BatchLineException">Something else stands there.</exception>
    public static string TextOrEmpty(JsonElement line, string name) =>
        !line.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw new BatchLineException($"\"{name}\" must be a text.");

    /// <summary>An object that must be there.</summary>
    /// <exception cref="BatchLineException">It is not.</exception>
    public static JsonElement Object(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
        ? value
        : throw new BatchLineException($"The line has no object \"{name}\".");
}
