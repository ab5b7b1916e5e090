using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Dashboard.Sources.Recordings;

/// <summary>The files of a recording in memory: path inside the folder, and text.</summary>
internal sealed partial class RecordingFiles
{
    private const int LongestName = 100;
    private const long FirstMade = 100_000_000_001;

    private static readonly JsonSerializerOptions Options = new(RecordingSerializer.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>Adds a document; the name becomes one that every file system takes, and that no other document has.</summary>
    public void Add<T>(string folder, string name, T document)
    {
        var plain = Unsafe().Replace(name, "-").Trim('-', '.');
        plain = plain.Length > LongestName ? plain[..LongestName] : plain;
        var path = $"{folder}{plain}.json";
        for (var number = 2; _files.ContainsKey(path); number++)
            path = $"{folder}{plain}-{number}.json";
        _files[path] = JsonSerializer.Serialize(document, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T))) + "\n";
    }

    /// <summary>Replaces account ids by made-up ones, the same everywhere: those that are given, and any other that a text may name.</summary>
    /// <remarks>A made-up one begins with no zero: twelve digits may be a number, and JSON knows none that begins so.</remarks>
    public void ReplaceAccounts(IEnumerable<string> accounts)
    {
        var given = accounts.ToHashSet(StringComparer.Ordinal);
        var found = given.Concat(_files.Values.SelectMany(AccountNumbers.In)).Distinct().Order(StringComparer.Ordinal).ToList();
        var numbers = found.Select((account, i) => (account, Made: (FirstMade + i).ToString(System.Globalization.CultureInfo.InvariantCulture))).ToDictionary(n => n.account, n => n.Made);
        // One that is known is one anywhere, before hexadecimal digits, too.
        string Replace(string text) => TwelveDigits().Replace(AccountNumbers.Replace(text, n => numbers.GetValueOrDefault(n, n)), m => given.Contains(m.Value) ? numbers[m.Value] : m.Value);
        foreach (var (path, text) in _files.ToList())
        {
            _files.Remove(path);
            _files[Replace(path)] = Replace(text);
        }
    }

    /// <summary>Writes everything into a new or empty folder that nobody else can read, recording.json last.</summary>
    public void Write(string folder)
    {
        foreach (var (path, text) in _files.OrderBy(f => f.Key == Recording.MainFile))
        {
            var file = Path.Combine(folder, path);
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            else
                Directory.CreateDirectory(Path.GetDirectoryName(file)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }

    [GeneratedRegex("(?<![0-9])[0-9]{12}(?![0-9])")]
    private static partial Regex TwelveDigits();

    [GeneratedRegex(@"[^A-Za-z0-9._-]+")]
    private static partial Regex Unsafe();
}
