using System.Collections.Immutable;
using Dashboard.Sources.Git;

namespace Dashboard.Sources.Tests.Git;

/// <summary>The section of the settings, and that no error repeats a secret that somebody wrote into it.</summary>
public sealed class GitSettingsTests
{
    private static readonly ImmutableDictionary<string, string> Variables = ImmutableDictionary<string, string>.Empty
        .Add("SHOP_GIT_TOKEN", "CANARY-token").Add("HOOKS", "CANARY-hooks-0123456789").Add("SHORT", "CANARY-short").Add("LINES", "CANARY-one\nCANARY-two");

    [Fact]
    public void All_of_it_is_read()
    {
        var settings = Read(
            ("IntervalSeconds", "30"), ("TimeoutSeconds", "20"), ("hooksecretvariable", "HOOKS"), ("Credentials:0:Url", "https://git.example.com/team"), ("Credentials:0:User", "ana"),
            ("Credentials:0:PasswordVariable", "SHOP_GIT_TOKEN"), ("Credentials:1:Url", "https://other.example.com"), ("Credentials:1:PasswordVariable", "SHOP_GIT_TOKEN"));

        Assert.Empty(settings.Errors);
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), "CANARY-hooks-0123456789"), (settings.Interval, settings.Options.Timeout, settings.HookSecret()));
        Assert.Equal(
            [new GitCredential("https://git.example.com/team", "ana", "SHOP_GIT_TOKEN"), new GitCredential("https://other.example.com", GitCredential.DefaultUser, "SHOP_GIT_TOKEN")],
            settings.Options.Credentials);
        Assert.Equal((TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(5), null), (Read().Interval, Read().Options.Timeout, Read().HookSecret()));
    }

    [Theory]
    [InlineData("Credentials:0:Password", "CANARY", "Driftboard:Git:Credentials:0:Password: there is no such setting; allowed are Url, User, PasswordVariable. Nothing secret belongs in the configuration: name an environment variable.")]
    [InlineData("Credentials:0:Url", "https://ana:CANARY@git.example.com", "Driftboard:Git:Credentials:0:Url: found 'https://***@git.example.com'; allowed is an https address without user and password, such as https://git.example.com. For ssh, use an agent or a key.")]
    [InlineData("Credentials:0:Url", "http://git.example.com", "Driftboard:Git:Credentials:0:Url: found 'http://git.example.com'; allowed is an https address")]
    [InlineData("Credentials:0:PasswordVariable", "ghp_CANARYwho0wrote1the2token3itself4", "Driftboard:Git:Credentials:0:PasswordVariable: found what names no environment variable; allowed is the name of one that holds the password or token")]
    [InlineData("Credentials:0:PasswordVariable", "NOWHERE_AT_ALL", "Driftboard:Git:Credentials:0:PasswordVariable: found 'NOWHERE_AT_ALL', but there is no environment variable of that name")]
    [InlineData("Credentials:0:PasswordVariable", null, "Driftboard:Git:Credentials:0:PasswordVariable: found nothing; allowed is the name of the environment variable")]
    [InlineData("Credentials:0:PasswordVariable", "LINES", "Driftboard:Git:Credentials:0:PasswordVariable: found a control character, such as the end of a line, in the variable LINES")]
    [InlineData("HookSecretVariable", "SHORT", "Driftboard:Git:HookSecretVariable: found a secret of fewer than 16 characters in SHORT; allowed are 16 or more")]
    [InlineData("HookSecretVariable", "CANARY-the-secret-itself", "Driftboard:Git:HookSecretVariable: found what names no environment variable; allowed is the name of one that holds the secret")]
    [InlineData("MaxMegabytes", "0", "Driftboard:Git:MaxMegabytes: found '0'; allowed is a whole number from 1 to 1000000.")]
    [InlineData("TimeoutSeconds", "0", "Driftboard:Git:TimeoutSeconds: found '0'; allowed is a whole number from 5 to 3600.")]
    [InlineData("TimeoutSeconds:x", "9", "Driftboard:Git:TimeoutSeconds:x: allowed are one value for each of")]
    [InlineData("Credentials", "x", "Driftboard:Git:Credentials: allowed are one value for each of")]
    [InlineData("Token", "CANARY", "Driftboard:Git:Token: there is no such setting; allowed are IntervalSeconds")]
    public void A_wrong_setting_is_named_with_what_is_allowed_and_without_its_secret(string key, string? value, string expected)
    {
        var right = new Dictionary<string, string?> { ["Credentials:0:Url"] = "https://git.example.com", ["Credentials:0:PasswordVariable"] = "SHOP_GIT_TOKEN" };
        right[key] = value;

        var error = Assert.Single(GitSettings.Read(right, Variables, ["https://git.example.com/shop.git"]).Errors);

        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_what_is_not_read_need_not_be_there()
    {
        (string, string?)[] entries = [("HookSecretVariable", "NOWHERE_HOOKS"), ("Credentials:0:Url", "https://other.example.com"), ("Credentials:0:PasswordVariable", "NOWHERE_TOKEN")];
        var pairs = entries.Select(e => KeyValuePair.Create(e.Item1, e.Item2)).ToList();

        Assert.Empty(GitSettings.Read(pairs, Variables).Errors);
        var error = Assert.Single(GitSettings.Read(pairs, Variables, ["https://git.example.com/shop.git"]).Errors);
        Assert.StartsWith("Driftboard:Git:HookSecretVariable: found 'NOWHERE_HOOKS', but there is no environment variable", error, StringComparison.Ordinal);
        Assert.Equal(["NOWHERE_TOKEN", "NOWHERE_HOOKS"], GitSettings.Read(pairs, Variables).Options.Hidden);
    }

    [Fact]
    public void The_tenth_credential_does_not_go_before_the_second()
    {
        var entries = new[] { 10, 2 }.SelectMany(i => new[] { ($"Credentials:{i}:Url", $"https://git{i}.example.com"), ($"Credentials:{i}:PasswordVariable", "SHOP_GIT_TOKEN") });

        Assert.Equal(["https://git2.example.com", "https://git10.example.com"], Read([.. entries]).Options.Credentials.Select(c => c.Url));
    }

    private static GitSettings Read(params (string Key, string Value)[] entries) =>
        GitSettings.Read(entries.Select(e => KeyValuePair.Create<string, string?>(e.Key, e.Value)), Variables);
}
