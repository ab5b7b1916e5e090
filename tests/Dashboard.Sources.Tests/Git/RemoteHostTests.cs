using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dashboard.Sources.Git;

namespace Dashboard.Sources.Tests.Git;

/// <summary>Git hosts as they are: over TLS with a certificate, and over ssh with OpenSSH's own server.</summary>
public sealed class RemoteHostTests : IDisposable
{
    private readonly TemporaryRepository _source = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Root => Path.GetDirectoryName(_source.Source)!;

    public RemoteHostTests() => _source.Commit("Ana", "first", ("a.txt", "one\n"));

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task Over_https_a_certificate_of_an_authority_that_is_named_is_trusted_and_news_are_read()
    {
        using var certificate = Certificate();
        await using var server = await GitHttpServer.StartAsync(Root, certificate);
        server.Login = ("ana", "CANARY-9e02");
        var options = Trusting(certificate) with { Credentials = [new GitCredential(server.Url("")[..^1], "ana", "SHOP_GIT_TOKEN")] };
        options = options with { Variables = options.Variables.Add("SHOP_GIT_TOKEN", "CANARY-9e02") };

        await ReadsNewsAsync(server.Url("source"), options);
    }

    [Fact]
    public async Task Over_https_a_certificate_that_nobody_vouches_for_is_refused_and_nothing_is_sent()
    {
        using var certificate = Certificate();
        await using var server = await GitHttpServer.StartAsync(Root, certificate);
        using var other = Certificate();

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(server.Url("source"), Trusting(other)));

        Assert.Contains("the host's certificate is not trusted. Of a private authority, name the file in GIT_SSL_CAINFO.", problem.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Over_ssh_a_known_host_that_knows_our_key_is_read_and_so_are_its_news()
    {
        await using var server = await StartSshAsync();

        await ReadsNewsAsync(server.Url(_source.Source), With(server.Key, server.KnownHosts));
    }

    [Fact]
    public async Task Over_ssh_a_host_that_nobody_knows_is_not_spoken_to()
    {
        await using var server = await StartSshAsync();
        var nobody = Path.Combine(Root, "nobody");
        await File.WriteAllTextAsync(nobody, "", Stop);

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(server.Url(_source.Source), With(server.Key, nobody)));

        Assert.Contains("the host's key is not the known one, or none is known.", problem.Message, StringComparison.Ordinal);
        Assert.Empty(await File.ReadAllTextAsync(nobody, Stop));
    }

    [Fact]
    public async Task Over_ssh_a_key_that_the_host_does_not_know_is_told()
    {
        await using var server = await StartSshAsync();

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(server.Url(_source.Source), With(server.OtherKey, server.KnownHosts)));

        Assert.Contains("the host accepts no key of ours.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_ssh_a_repository_that_is_not_there_is_told()
    {
        await using var server = await StartSshAsync();

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(server.Url(Root + "/nothing"), With(server.Key, server.KnownHosts)));

        Assert.Contains("the host knows no such repository, or does not show it to us.", problem.Message, StringComparison.Ordinal);
    }

    private async Task ReadsNewsAsync(string address, GitOptions options)
    {
        using var repository = await OpenAsync(address, options);
        var first = repository.Resolve("main")!;
        Assert.Equal(("main", "first", "Ana"), (repository.DefaultBranch, first.Summary, first.Author));
        Assert.Equal("one\n", Encoding.UTF8.GetString(repository.ReadFile(first.Id, "a.txt")!));
        Assert.False(await UpdateAsync(repository));

        var second = _source.Commit("Ben", "second", ("a.txt", "two\n"));
        Assert.True(await UpdateAsync(repository));
        Assert.Equal("two\n", Encoding.UTF8.GetString(repository.ReadFile(second, "a.txt")!));
    }

    private Task<GitSshServer> StartSshAsync() => GitSshServer.StartAsync(Directory.CreateDirectory(Path.Combine(Root, "ssh")).FullName);

    private Task<GitRepository> OpenAsync(string address, GitOptions options) =>
        Task.Run(() => GitRepository.Open(address, _source.Mirrors, options), Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop);

    private static Task<bool> UpdateAsync(GitRepository repository) => Task.Run(() => repository.Update(Stop), Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop);

    private static GitOptions With(string key, string knownHosts) => Of("GIT_SSH_COMMAND", $"ssh -F none -i '{key}' -o IdentitiesOnly=yes -o IdentityAgent=none -o UserKnownHostsFile='{knownHosts}' -o GlobalKnownHostsFile=none");

    private GitOptions Trusting(X509Certificate2 certificate)
    {
        var file = Path.Combine(Root, certificate.Thumbprint + ".pem");
        File.WriteAllText(file, certificate.ExportCertificatePem());
        return Of("GIT_SSL_CAINFO", file);
    }

    private static GitOptions Of(string name, string value) => new() { Variables = ImmutableDictionary<string, string>.Empty.Add(name, value) };

    /// <summary>One for 127.0.0.1, which vouches for itself.</summary>
    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        // Of a key that lives in memory alone Windows knows nothing.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
