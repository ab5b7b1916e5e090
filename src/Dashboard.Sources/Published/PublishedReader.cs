using System.Text.Json;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sources.Published;

/// <summary>Reads what a pipeline made: a CDK app's cloud assembly (cdk.out), or templates as "sam package" and "aws cloudformation package" write them.</summary>
public sealed class PublishedReader
{
    private const string Manifest = "manifest.json";
    private const int DeepestAssembly = 8;

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    // Two stages may give their stacks one name, in two accounts: then it names neither template.
    private readonly HashSet<string> _ambiguous = new(StringComparer.Ordinal);

    private PublishedReader()
    {
    }

    /// <summary>Reads folders of cloud assemblies and single templates.</summary>
    /// <param name="paths">Each as it was written, which gives the template its name, and as a full path.</param>
    /// <exception cref="PublishException">Something cannot be read; file and key are named.</exception>
    public static PublishedTemplates Read(IEnumerable<(string Written, string Path)> paths)
    {
        var reader = new PublishedReader();
        foreach (var (written, path) in paths)
        {
            if (File.Exists(Path.Combine(path, Manifest)))
                reader.ReadAssembly(path, "", 0);
            else if (Directory.Exists(path))
                throw new PublishException($"{written}: the folder holds no {Manifest}; allowed is what 'cdk synth' writes (cdk.out), or a packaged template.");
            else if (File.Exists(path))
                reader.AddTemplate(NameOf(written), path, written);
            else
                throw new PublishException($"{written}: there is no such file or folder.");
        }

        return reader._files.Count == 0
            ? throw new PublishException("There is no stack in what was given; allowed is a cdk.out with at least one, or a packaged template.")
            : new PublishedTemplates(reader._files.ToImmutableSortedDictionary(StringComparer.Ordinal), reader._aliases.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    /// <summary>"./build/packaged.yaml": "build/packaged.yaml"; of a path that leads elsewhere, the file's name alone.</summary>
    private static string NameOf(string written)
    {
        var name = written.Replace('\\', '/');
        while (name.StartsWith("./", StringComparison.Ordinal))
            name = name[2..];
        return Path.IsPathRooted(written) || name.Split('/').Contains("..") ? Path.GetFileName(written) : name;
    }

    /// <summary>One assembly; those of stages are nested in it.</summary>
    private void ReadAssembly(string folder, string prefix, int depth)
    {
        var shown = prefix + Manifest;
        using var manifest = Parse(Path.Combine(folder, Manifest), shown);
        if (manifest.RootElement.ValueKind != JsonValueKind.Object || !manifest.RootElement.TryGetProperty("artifacts", out var artifacts) || artifacts.ValueKind != JsonValueKind.Object)
            throw new PublishException($"{shown}: artifacts: found nothing of the kind; allowed is the manifest of a cloud assembly, as 'cdk synth' writes it.");
        foreach (var artifact in artifacts.EnumerateObject())
        {
            var key = $"{shown}: artifacts.{artifact.Name}";
            switch (Text(artifact.Value, "type"))
            {
                case "aws:cloudformation:stack":
                    var file = Property(artifact.Value, "templateFile") ?? throw new PublishException($"{key}.properties.templateFile: found nothing; allowed is the file of the template.");
                    AddTemplate(prefix + file, Inside(folder, file, $"{key}.properties.templateFile"), prefix + file);
                    AddAlias(artifact.Name, prefix + file);
                    if (Property(artifact.Value, "stackName") is { } stack)
                        AddAlias(stack, prefix + file);
                    break;
                case "cdk:asset-manifest" when Property(artifact.Value, "file") is { } assets:
                    ReadAssets(folder, prefix, Inside(folder, assets, $"{key}.properties.file"), prefix + assets);
                    break;
                case "cdk:cloud-assembly" when Property(artifact.Value, "directoryName") is { } directory && depth < DeepestAssembly:
                    ReadAssembly(Inside(folder, directory, $"{key}.properties.directoryName"), $"{prefix}{directory}/", depth + 1);
                    break;
            }
        }
    }

    /// <summary>Nested templates are assets: they are uploaded under a name that only the asset manifest tells.</summary>
    private void ReadAssets(string folder, string prefix, string path, string shown)
    {
        using var manifest = Parse(path, shown);
        if (manifest.RootElement.ValueKind != JsonValueKind.Object || !manifest.RootElement.TryGetProperty("files", out var files) || files.ValueKind != JsonValueKind.Object)
            return;
        foreach (var asset in files.EnumerateObject())
        {
            if (!asset.Value.TryGetProperty("source", out var source) || Text(source, "path") is not { } file || !asset.Value.TryGetProperty("destinations", out var destinations))
                continue;
            var template = Inside(folder, file, $"{shown}: files.{asset.Name}.source.path");
            if (!IsTemplate(template) || destinations.ValueKind != JsonValueKind.Object)
                continue;
            AddTemplate(prefix + file, template, prefix + file);
            foreach (var objectKey in destinations.EnumerateObject().Select(d => Text(d.Value, "objectKey")).OfType<string>())
                AddAlias(objectKey, prefix + file);
        }
    }

    private void AddTemplate(string name, string path, string shown)
    {
        var bytes = Bytes(path, shown);
        var document = TemplateReader.Read(shown, bytes);
        if (document.Root is null)
            throw new PublishException(document.Diagnostics.FirstOrDefault()?.ToString() ?? $"{shown}: the template cannot be read.");
        if (document.Root is not MappingNode root || root["Resources"] is not MappingNode)
            throw new PublishException($"{shown}:1: Resources: found nothing of the kind; allowed is a CloudFormation template.");
        if (_files.TryGetValue(name, out var other) && !other.AsSpan().SequenceEqual(bytes))
            throw new PublishException($"{shown}: found two templates that would be kept as {name}; allowed is one of each name: publish from a folder in which they differ.");
        _files[name] = bytes;
    }

    private void AddAlias(string alias, string name)
    {
        if (_ambiguous.Contains(alias) || (_aliases.TryGetValue(alias, out var other) && other != name && _ambiguous.Add(alias)))
            _aliases.Remove(alias);
        else
            _aliases[alias] = name;
    }

    /// <summary>Whether an asset is a template; most are code and pictures.</summary>
    private static bool IsTemplate(string path) =>
        Path.GetExtension(path) is ".json" or ".yaml" or ".yml" or ".template" && new FileInfo(path) is { Exists: true, Length: <= TemplateReader.MaxBytes }
        && TemplateReader.Read(path, File.ReadAllBytes(path)).Root is MappingNode root && root["Resources"] is MappingNode;

    /// <summary>A path of the manifest never leads out of the folder.</summary>
    private static string Inside(string folder, string path, string key)
    {
        var full = Path.GetFullPath(path, Path.GetFullPath(folder));
        return full.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new PublishException($"{key}: found '{path}', which leads out of the folder; allowed is a path inside it.");
    }

    private static JsonDocument Parse(string path, string shown)
    {
        try
        {
            return JsonDocument.Parse(Bytes(path, shown));
        }
        catch (JsonException e)
        {
            throw new PublishException($"{shown}:{(e.LineNumber ?? 0) + 1}: it is no JSON.");
        }
    }

    private static byte[] Bytes(string path, string shown)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PublishException($"{shown}: it cannot be read: {e.Message}");
        }
    }

    private static string? Property(JsonElement artifact, string name) => artifact.TryGetProperty("properties", out var properties) ? Text(properties, name) : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
