using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Dashboard.Core.Documents;
using Dashboard.Core.Networks;
using Dashboard.Sources.Git;

namespace Dashboard.Sources.Recordings;

/// <summary>Reads the files of a recording. Everything that is wrong is gathered, each with file, line and key.</summary>
internal sealed partial class RecordingReader(string folder)
{
    private const long LargestFile = 64 * 1024 * 1024;

    private readonly List<string> _errors = [];

    /// <exception cref="RecordingException">It cannot be read.</exception>
    public Recording Read()
    {
        try
        {
            return ReadAll();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"{folder}: the recording cannot be read: {e.Message}");
        }
    }

    private Recording ReadAll()
    {
        if (!File.Exists(Path.Combine(folder, Recording.MainFile)))
            throw new RecordingException($"{folder}: there is no {Recording.MainFile}, so it holds no whole recording. 'driftboard record DIR' makes one.");
        CheckFormat();
        var main = Document<RecordingDocument>(Path.Combine(folder, Recording.MainFile));
        var listings = ImmutableArray.CreateBuilder<ListingDocument>();
        var reads = ImmutableDictionary.CreateBuilder<AccountRegion, (ImmutableArray<StackReads>, ImmutableArray<TypeReads>)>();
        foreach (var file in Files("live", "stacks.json"))
        {
            if (Document<ListingDocument>(file) is not { } listing)
                continue;
            var scope = new AccountRegion(listing.Account, listing.Region);
            if (!reads.TryAdd(scope, (All<StackReads>(file, "stacks"), All<TypeReads>(file, "types"))))
                _errors.Add($"{Name(file)}: account, region: found {scope}, which another file is of, too; allowed is each once.");
            else
                listings.Add(listing);
        }

        var repositories = ImmutableArray.CreateBuilder<IRepositorySource>();
        foreach (var file in Files("repositories", "repository.json"))
        {
            var files = All<FileDocument>(file, "files");
            if (Document<RepositoryDocument>(file) is { } repository)
                repositories.Add(new RecordedRepository(repository, files));
        }

        ImmutableArray<NetworkFacts> networks = [.. Files("live", "network.json").Select(Document<NetworkDocument>).OfType<NetworkDocument>().Select(NetworkWriter.Read)];
        if (networks.GroupBy(n => n.Scope).FirstOrDefault(g => g.Count() > 1) is { } twice)
            _errors.Add($"network.json: account, region: found {twice.Key}, which another file is of, too; allowed is each once.");
        var unmanaged = ImmutableDictionary.CreateBuilder<string, AccountInventory>(StringComparer.Ordinal);
        foreach (var file in Files("live", "unmanaged.json"))
        {
            if (Document<RecordedInventory>(file) is { } found && !unmanaged.TryAdd(found.Account, Inventory(found)))
                _errors.Add($"{Name(file)}: account: found {found.Account}, which another file is of, too; allowed is each once.");
        }

        if (_errors.Count > 0)
            throw new RecordingException(string.Join('\n', _errors));
        return new Recording(main!, listings.ToImmutable(), reads.ToImmutable(), repositories.ToImmutable()) { Networks = networks, Unmanaged = unmanaged.ToImmutable() };
    }

    private static AccountInventory Inventory(RecordedInventory found) =>
        new(found.Account, [.. found.Resources], [.. found.Listings], [.. found.Problems], found.TakenAt) { StackSets = [.. found.StackSets] };

    /// <summary>Another format or version is told before its keys are.</summary>
    private void CheckFormat()
    {
        var path = Path.Combine(folder, Recording.MainFile);
        JsonElement main;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            main = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new RecordingException(Broken(path, e));
        }

        if (main.ValueKind != JsonValueKind.Object || !main.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || format.GetString() != Recording.Format)
            throw new RecordingException($"{Name(path)}: format: found {Found(main, "format")}; allowed is \"{Recording.Format}\". It is no recording of Driftboard.");
        if (!main.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != Recording.Version)
            throw new RecordingException(string.Create(CultureInfo.InvariantCulture, $"{Name(path)}: version: found {Found(main, "version")}; allowed is {Recording.Version}. Read it with the Driftboard that wrote it, or record again."));
    }

    private static string Found(JsonElement main, string key) => main.ValueKind == JsonValueKind.Object && main.TryGetProperty(key, out var value) && value.GetRawText() is { Length: < 80 } text ? text : "nothing of the kind";

    private IEnumerable<string> Files(string part, string name) => Directory.Exists(Path.Combine(folder, part))
        ? Directory.EnumerateFiles(Path.Combine(folder, part), name, new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }).Order(StringComparer.Ordinal)
        : [];

    private ImmutableArray<T> All<T>(string beside, string part)
        where T : class
    {
        var at = Path.Combine(Path.GetDirectoryName(beside)!, part);
        return Directory.Exists(at) ? [.. Directory.EnumerateFiles(at, "*.json").Order(StringComparer.Ordinal).Select(Document<T>).OfType<T>()] : [];
    }

    private T? Document<T>(string path)
        where T : class
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                _errors.Add($"{Name(path)}: the file is larger than {LargestFile / 1024 / 1024} MiB, which is as much as is read.");
                return null;
            }

            var json = File.ReadAllBytes(path);
            var type = (JsonTypeInfo<T>)RecordingSerializer.Default.GetTypeInfo(typeof(T))!;
            if (JsonSerializer.Deserialize(json, type) is not { } document)
                _errors.Add($"{Name(path)}:1: found null; allowed is an object.");
            else if (NullElements.Find(json, type) is var (key, line, allowed))
                _errors.Add(string.Create(CultureInfo.InvariantCulture, $"{Name(path)}:{line}: {key}: found null; allowed is {allowed}."));
            else
                return document;
        }
        catch (JsonException e)
        {
            _errors.Add(Broken(path, e));
        }

        return null;
    }

    private string Name(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    /// <summary>"live/111111111111/eu-west-1/stacks.json:12: stacks[0].status: found no text that is allowed there." The reader's own words name types of ours.</summary>
    private string Broken(string path, JsonException e)
    {
        var key = e.Path is { Length: > 2 } found ? found.TrimStart('$').TrimStart('.') : "";
        var place = string.Create(CultureInfo.InvariantCulture, $"{Name(path)}:{(e.LineNumber ?? 0) + 1}: ") + (key.Length == 0 ? "" : key + ": ");
        if (e.Message.StartsWith("found ", StringComparison.Ordinal))
            return place + e.Message.Split(" Path: ")[0] + ".";
        if (Unmapped().Match(e.Message) is { Success: true } unmapped)
            return $"{place}found the key '{unmapped.Groups[1].Value}', which nothing here bears. Read it with the Driftboard that wrote it.";
        if (Lacking().Match(e.Message) is { Success: true } lacking)
            return $"{place}these keys are missing: {lacking.Groups[1].Value.Replace("'", "", StringComparison.Ordinal)}.";
        return e.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) || e.Message.Contains("doesn't allow", StringComparison.Ordinal)
            ? $"{place}found a value of another kind than belongs there."
            : $"{place}it is no JSON: {Reason().Match(e.Message).Value.TrimEnd('.')}.";
    }

    [GeneratedRegex("^The JSON property '([^']*)'")]
    private static partial Regex Unmapped();

    [GeneratedRegex("required properties including: (.*?)\\.(?: Path|$)")]
    private static partial Regex Lacking();

    [GeneratedRegex("^.*?(?= (?:Path|LineNumber):|$)")]
    private static partial Regex Reason();
}
