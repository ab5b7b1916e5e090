using Dashboard.Sources.Git;

namespace Dashboard.Sources.Tests.Git;

/// <summary>What may be watched, and that no message shows a password that somebody wrote into an address.</summary>
public sealed class GitLocationTests
{
    [Theory]
    [InlineData("https://git.example.com/team/shop.git", "https")]
    [InlineData("https://git.example.com:8443/shop", "https")]
    [InlineData("http://127.0.0.1:8080/shop.git", "http")]
    [InlineData("ssh://git@git.example.com:2222/team/shop.git", "ssh")]
    [InlineData("ssh://git.example.com/shop.git", "ssh")]
    [InlineData("git@git.example.com:team/shop.git", "ssh")]
    [InlineData("git.example.com:shop.git", "ssh")]
    [InlineData("/srv/git/shop", null)]
    [InlineData("./a:b", null)]
    public void An_address_or_a_folder_is_taken(string text, string? scheme)
    {
        var location = GitLocation.Parse(text, out var problem);

        Assert.Equal("", problem);
        Assert.Equal(scheme, location!.Scheme);
    }

    [Theory]
    [InlineData("file:///srv/git/shop", "scheme is 'file'")]
    [InlineData("git://git.example.com/shop", "scheme is 'git'")]
    [InlineData("http://169.254.169.254/latest", "in the clear")]
    [InlineData("http://git.example.com/shop.git", "in the clear")]
    [InlineData("ext::sh -c touch% /tmp/x", "allowed is")]
    [InlineData("--upload-pack=x", "allowed is")]
    [InlineData("-oProxyCommand=x:shop", "allowed is")]
    [InlineData("-oProxyCommand=x@host:shop", "allowed is")]
    [InlineData("ssh://-oProxyCommand=x/shop", "allowed is")]
    [InlineData("ssh://-x@host/shop", "allowed is")]
    [InlineData("https://git.example.com", "allowed is")]
    [InlineData("https://git.example.com/a b", "allowed is")]
    [InlineData("host:", "allowed is")]
    [InlineData("https:/git.example.com/shop.git", "allowed is")]
    [InlineData("SSH:shop.git", "allowed is")]
    public void Anything_else_is_refused_with_what_is_allowed(string text, string expected)
    {
        Assert.Null(GitLocation.Parse(text, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.Contains(GitLocation.Shown(text), problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://ana:CANARY@git.example.com/shop.git")]
    [InlineData("https://CANARY@git.example.com/shop.git")]
    [InlineData("https://ana:CANARY/with@sign@git.example.com/shop.git")]
    [InlineData("ssh://ana:CANARY@git.example.com/shop.git")]
    [InlineData("ftp://ana:CANARY@git.example.com/shop.git")]
    [InlineData("https://git.example.com/shop.git?token=CANARY")]
    [InlineData("https://git.example.com/shop.git#CANARY")]
    [InlineData("ana:CANARY@git.example.com:shop.git")]
    [InlineData("https:/ana:CANARY@git.example.com/shop.git")]
    [InlineData("https:/CANARY@git.example.com/shop.git")]
    [InlineData("HTTPS:ana/CANARY@git.example.com/shop.git")]
    [InlineData("-x://ana:CANARY@git.example.com/shop.git")]
    public void A_credential_in_an_address_is_refused_and_never_shown(string text)
    {
        Assert.Null(GitLocation.Parse(text, out var problem));
        Assert.DoesNotContain("CANARY", problem, StringComparison.Ordinal);
        Assert.Contains("***", problem, StringComparison.Ordinal);
        var thrown = Assert.Throws<GitSourceException>(() => GitRepository.Open(text, Path.Combine(Path.GetTempPath(), "driftboard-never")));
        Assert.DoesNotContain("CANARY", thrown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://git.example.com", true)]
    [InlineData("https://git.example.com/team", true)]
    [InlineData("https://git.example.com/team/shop.git", true)]
    [InlineData("https://git.example.com/tea", false)]
    [InlineData("https://git.example.com:8443", false)]
    [InlineData("https://other.example.com", false)]
    public void A_credential_is_for_its_own_address_alone(string url, bool fits) =>
        Assert.Equal(fits, new GitCredential(url, "x", "X").Fits(new GitLocation("https://git.example.com/team/shop.git", "https")));
}
