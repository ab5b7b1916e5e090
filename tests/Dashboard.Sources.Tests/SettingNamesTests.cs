using System.Text.RegularExpressions;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests;

/// <summary>Whoever follows an advice or a document must find the setting that it names.</summary>
public sealed partial class SettingNamesTests
{
    [Fact]
    public void Every_setting_that_an_advice_or_a_document_names_exists()
    {
        var root = RepositoryRoot.Find();
        var files = new[] { "src", "docs" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(root, f), "*.*", SearchOption.AllDirectories))
            .Where(f => Path.GetExtension(f) is ".cs" or ".razor" or ".md" && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)).Append(Path.Combine(root, "README.md"));

        var named = files.SelectMany(f => Named(File.ReadAllText(f)).Select(n => (File: Path.GetRelativePath(root, f), Name: n))).ToList();

        Assert.Empty(named.Where(n => !SettingNames.Exists(n.Name)).Select(n => $"{n.File}: {n.Name}"));
        Assert.Contains(named, n => n.Name == "Driftboard:Scan:CallsPerSecond" && n.File.EndsWith("FailureAdvice.cs", StringComparison.Ordinal));
        Assert.Contains(named, n => n.Name == "Driftboard:Accounts:x:RoleArn");
    }

    [Theory]
    [InlineData("set {Setting(account)}:CallsPerSecond lower", "Driftboard:Accounts:x:CallsPerSecond", false)]
    [InlineData("Let {AwsAccountSettings.Section}:{account.Options.Account}:RoleArn name", "Driftboard:Accounts:x:RoleArn", true)]
    [InlineData("set {SettingNames.Root}:Scan:CallPerSecond.", "Driftboard:Scan:CallPerSecond", false)]
    [InlineData("`Driftboard:Accounts:…:Unmanaged` adds", "Driftboard:Accounts:x:Unmanaged", true)]
    [InlineData("raise {GitSettings.Section}:TimeoutSeconds.", "Driftboard:Git:TimeoutSeconds", true)]
    [InlineData("Driftboard:Scan:LiveMaxAgeMinutes:Production", "Driftboard:Scan:LiveMaxAgeMinutes:Production", true)]
    public void A_name_is_found_and_judged(string text, string name, bool exists)
    {
        Assert.Equal([name], Named(text));
        Assert.Equal(exists, SettingNames.Exists(name));
    }

    /// <summary>The settings that a text names, an account written as x; what builds its key out of variables is passed over.</summary>
    private static IEnumerable<string> Named(string text)
    {
        foreach (var (written, meant) in new[]
        {
            ("{AwsAccountSettings.Section}", "Driftboard:Accounts"), ("{Setting(account)}", "Driftboard:Accounts:x"), ("{setting}", "Driftboard:Accounts:x"), ("{GitSettings.Section}", "Driftboard:Git"), ("{SettingNames.Root}", "Driftboard"),
        })
            text = text.Replace(written, meant, StringComparison.Ordinal);
        return Name().Matches(Account().Replace(text, "Driftboard:Accounts:x")).Select(m => m.Value);
    }

    [GeneratedRegex(@"Driftboard:Accounts:(\{[^{}]*\}|…|\.\.\.|\d{12}|<[^>]*>)")]
    private static partial Regex Account();

    [GeneratedRegex(@"\bDriftboard(:[A-Za-z0-9]+)+(?![A-Za-z0-9:{])")]
    private static partial Regex Name();
}
