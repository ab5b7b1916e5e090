using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dashboard.Sources.Git;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Git;

/// <summary>Repositories at addresses: a real git host on loopback over http, and ssh through a script. <see cref="RemoteHostTests"/> has real TLS and ssh.</summary>
public sealed class RemoteRepositoryTests : IAsyncLifetime
{
    private const string Canary = "CANARY-5c1f";

    private readonly TemporaryRepository _source = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private GitHttpServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source.Commit("Ana", "first", ("a.txt", "one\n"));
        _server = await GitHttpServer.StartAsync(Path.GetDirectoryName(_source.Source)!);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _source.Dispose();
    }

    [Fact]
    public async Task An_address_is_read_as_a_folder_is_and_asked_only_for_news()
    {
        using var repository = await OpenAsync();
        var first = repository.Resolve("main")!;

        Assert.Equal(("main", "first", "Ana"), (repository.DefaultBranch, first.Summary, first.Author));
        Assert.Equal("one\n", Encoding.UTF8.GetString(repository.ReadFile(first.Id, "a.txt")!));
        _server.Requests.Clear();
        Assert.False(await UpdateAsync(repository));
        // One discovery and one listing: nothing is fetched where nothing moved.
        Assert.Equal(["GET /source/info/refs", "POST /source/git-upload-pack"], _server.Requests);
        var second = _source.Commit("Ben", "second", ("a.txt", "two\n"));
        _source.Tag("v1", second);
        Assert.True(await UpdateAsync(repository));
        Assert.Equal((second, second), (repository.Resolve("main")!.Id, repository.Resolve("v1")!.Id));
        Assert.False(await UpdateAsync(repository));
    }

    [Fact]
    public async Task The_password_comes_from_the_environment_and_is_nowhere_else()
    {
        _server.Login = ("ana", Canary);
        var options = WithPassword(Canary);
        using var repository = await OpenAsync(options);

        Assert.Equal("first", repository.Resolve("main")!.Summary);
        foreach (var file in Directory.EnumerateFiles(_source.Mirrors, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(Canary, await File.ReadAllTextAsync(file, Encoding.Latin1, Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CANARY-5c1f-wrong", "does not accept the user and password")]
    [InlineData(null, "asks for a user and password, and there are none")]
    public async Task A_wrong_password_is_tried_once_and_a_missing_one_never_and_both_say_what_to_do(string? password, string expected)
    {
        _server.Login = ("ana", Canary);

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(password is null ? null : WithPassword(password)));

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Contains("Driftboard:Git:Credentials", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", problem.ToString(), StringComparison.Ordinal);
        Assert.InRange(_server.Requests.Count, 1, 3);
    }

    [Fact]
    public async Task A_host_that_breaks_off_or_is_gone_leaves_what_was_read_before_and_is_read_again_when_it_is_back()
    {
        using var repository = await OpenAsync();
        var first = repository.Resolve("main")!.Id;
        var second = _source.Commit("Ben", "second", ("a.txt", "two\n"), ("big.txt", string.Join('\n', Enumerable.Range(0, 40_000).Select(i => i.GetHashCode() * 7919L))));
        var posts = 0;
        _server.Interfere = async context =>
        {
            // The listing passes; the pack breaks off in its middle.
            if (context.Request.Method != "POST" || Interlocked.Increment(ref posts) < 3)
                return false;
            context.Response.ContentType = "application/x-git-upload-pack-result";
            await context.Response.WriteAsync("001f");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => UpdateAsync(repository));
        Assert.Contains(repository.Location, problem.Message, StringComparison.Ordinal);
        Assert.Equal(first, repository.Resolve("main")!.Id);
        Assert.Equal("one\n", Encoding.UTF8.GetString(repository.ReadFile(first, "a.txt")!));
        _server.Interfere = context =>
        {
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        Assert.Contains("a fault of its own", (await Assert.ThrowsAsync<GitSourceException>(() => UpdateAsync(repository))).Message, StringComparison.Ordinal);
        _server.Interfere = null;
        Assert.True(await UpdateAsync(repository));
        Assert.Equal(second, repository.Resolve("main")!.Id);
    }

    [Fact]
    public async Task A_host_that_sends_without_end_is_given_up_at_the_size_that_a_mirror_may_have_and_asked_again_in_an_hour()
    {
        using var repository = await OpenAsync(GitOptions.Default with { MaxBytes = 2 * 1024 * 1024 });
        var first = repository.Resolve("main")!.Id;
        var second = _source.Commit("Ben", "second", ("a.txt", "two\n"));
        _server.Interfere = SendEndlessPackAsync;

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => UpdateAsync(repository));
        Assert.Contains("it is larger than 2 MB, and fetching it was ended", problem.Message, StringComparison.Ordinal);
        Assert.Contains("raise Driftboard:Git:MaxMegabytes", problem.Message, StringComparison.Ordinal);
        Assert.Equal((first, "first"), (repository.Resolve("main")!.Id, repository.Resolve("main")!.Summary));
        // Nothing of it takes space.
        Assert.InRange(Directory.EnumerateFiles(_source.Mirrors, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length), 1, 200_000);

        _server.Interfere = null;
        Assert.Contains("it is larger than 2 MB", (await Assert.ThrowsAsync<GitSourceException>(() => UpdateAsync(repository))).Message, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(61));
        Assert.True(await UpdateAsync(repository));
        Assert.Equal(second, repository.Resolve("main")!.Id);
    }

    /// <summary>In the place of a fetch's answer a pack with one object that never ends.</summary>
    private static async Task<bool> SendEndlessPackAsync(HttpContext context)
    {
        if (context.Request.Method != "POST")
            return false;
        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body, Encoding.Latin1, leaveOpen: true);
        var asked = await reader.ReadToEndAsync(context.RequestAborted);
        context.Request.Body.Position = 0;
        if (!asked.Contains("command=fetch", StringComparison.Ordinal))
            return false;
        context.Response.ContentType = "application/x-git-upload-pack-result";
        // Whoever is not done asks first what we have in common.
        await context.Response.WriteAsync((asked.Contains("0009done", StringComparison.Ordinal) ? "" : "0014acknowledgments\n000aready\n0001") + "000dpackfile\n", context.RequestAborted);
        // A pack of one blob of 2^36 bytes, and a zlib stream of blocks that are stored as they are.
        await SendAsync([.. "PACK"u8, 0, 0, 0, 2, 0, 0, 0, 1, 0b1011_0000, 0x80, 0x80, 0x80, 0x80, 0b0000_0001 << 4, 0x78, 0x01]);
        byte[] block = [0, 0x60, 0xEA, 0x9F, 0x15, .. new byte[0xEA60]];
        try
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await SendAsync(block);
        }
        catch (OperationCanceledException)
        {
            // Git was ended.
        }

        return true;

        Task SendAsync(byte[] data) => context.Response.Body.WriteAsync(
            (byte[])[.. Encoding.ASCII.GetBytes((data.Length + 5).ToString("x4", CultureInfo.InvariantCulture)), 1, .. data], context.RequestAborted).AsTask();
    }

    [Fact]
    public async Task A_host_that_hangs_is_given_up_at_the_deadline_with_all_that_git_started()
    {
        var asked = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        _server.Interfere = async context =>
        {
            asked.TrySetResult();
            await using var aborted = context.RequestAborted.Register(() => left.TrySetResult());
            await left.Task;
            return true;
        };

        var clock = Stopwatch.StartNew();
        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(GitOptions.Default with { Timeout = TimeSpan.FromSeconds(2) }));

        Assert.Contains("longer than 2 seconds", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Driftboard:Git:TimeoutSeconds", problem.Message, StringComparison.Ordinal);
        await asked.Task.Soon();
        await left.Task.Soon();
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _server.Interfere = context =>
        {
            context.Response.Redirect("http://127.0.0.1:9/elsewhere");
            return Task.FromResult(true);
        };

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync());

        Assert.Contains("redirects are not followed", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><body>Please log in</body></html>")]
    [InlineData("<html>\n<body>Please log in</body>\n</html>\n")]
    [InlineData("")]
    public async Task A_login_page_in_the_place_of_the_branches_is_a_fetch_that_failed_and_nothing_is_gone(string page)
    {
        using var repository = await OpenAsync();
        var fetchedAt = repository.FetchedAt;
        _time.Advance(TimeSpan.FromHours(1));
        _server.Interfere = async context =>
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync(page);
            return true;
        };

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => UpdateAsync(repository));

        Assert.Contains("could not be fetched: what answers lists no branch or tag: it may be a login page", problem.Message, StringComparison.Ordinal);
        Assert.Empty(repository.Retractions(["main"]));
        Assert.Equal(("first", false, fetchedAt), (repository.Resolve("main")!.Summary, repository.IsGone("main"), repository.FetchedAt));
    }

    [Fact]
    public async Task A_host_that_lists_nothing_any_more_is_not_believed()
    {
        using var repository = await OpenAsync();
        _source.RemoveBranch("main");

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => UpdateAsync(repository));

        Assert.Contains("lists no branch or tag", problem.Message, StringComparison.Ordinal);
        Assert.Equal(("first", false), (repository.Resolve("main")!.Summary, repository.IsGone("main")));
    }

    [Fact]
    public async Task An_https_address_that_answers_without_tls_says_so()
    {
        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(location: _server.Url("source").Replace("http://", "https://", StringComparison.Ordinal)));

        Assert.Contains("does not speak TLS", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_is_not_there_says_so()
    {
        var problem = await Assert.ThrowsAsync<GitSourceException>(() => Task.Run(() => GitRepository.Open(_server.Url("nothing.git"), _source.Mirrors), Stop).Soon());

        Assert.Contains("no such repository", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_that_is_deleted_keeps_its_last_commit_and_says_so_until_it_is_back()
    {
        var first = _source.Commit("Ben", "for the release", ("a.txt", "two\n"));
        _source.Branch("release", first);
        using var repository = await OpenAsync();
        _source.RemoveBranch("release");
        // A branch may come where the deleted one stood.
        _source.Branch("release/2026", first);
        Assert.True(await UpdateAsync(repository));

        Assert.Equal((first, first), (repository.Resolve("release")!.Id, repository.Resolve("release/2026")!.Id));
        Assert.Equal(
            [$"The branch 'release' is gone from {repository.Location} since 2026-05-04. Its last commit stays in use: {first[..7]} \"for the release\" (Ben, 2026-03-02). Push it again, or change what follows it."],
            repository.Retractions(["main", "release", "release/2026"]));
        Assert.Equal([first, _source.First], repository.Versions(null, "a.txt").Select(c => c.Id));
        using (var again = await OpenAsync())
            Assert.Single(again.Retractions(["release"]));
        _source.RemoveBranch("release/2026");
        _source.Branch("release", first);
        Assert.True(await UpdateAsync(repository));
        Assert.Empty(repository.Retractions(["release"]));
        Assert.Single(repository.Retractions(["release/2026"]));
    }

    [Fact]
    public async Task A_rewritten_branch_keeps_the_commit_before_and_names_both_for_a_week()
    {
        var root = _source.First;
        var before = _source.Commit("Ben", "before", ("a.txt", "two\n"));
        using var repository = await OpenAsync();
        _source.Branch("main", root);
        var after = _source.CommitOn("main", "Cem", "after");
        Assert.True(await UpdateAsync(repository));

        Assert.Equal(after, repository.Resolve("main")!.Id);
        Assert.Equal("two\n", Encoding.UTF8.GetString(repository.ReadFile(before, "a.txt")!));
        var said = Assert.Single(repository.Retractions(["main"]));
        Assert.Contains($"was rewritten on 2026-05-04: it was at {before[..7]} \"before\"", said, StringComparison.Ordinal);
        Assert.Contains($"at {after[..7]} \"after\"", said, StringComparison.Ordinal);
        Assert.Equal(before, repository.Resolve(before)!.Id);
        _source.CommitOn("main", "Cem", "forward");
        Assert.True(await UpdateAsync(repository));
        Assert.Equal([said], repository.Retractions(["main"]));
        _time.Advance(TimeSpan.FromDays(8));
        Assert.Empty(repository.Retractions(["main"]));
    }

    [Fact]
    public async Task A_tag_that_moved_says_so()
    {
        _source.Tag("v1", _source.First);
        using var repository = await OpenAsync();
        var second = _source.Commit("Ben", "second", ("a.txt", "two\n"));
        using (var raw = new LibGit2Sharp.Repository(_source.Source))
            raw.Tags.Remove("v1");
        _source.Tag("v1", second);
        Assert.True(await UpdateAsync(repository));

        Assert.Contains($"The tag 'v1' of {repository.Location} was moved on 2026-05-04: it was at {_source.First[..7]}", Assert.Single(repository.Retractions(["v1"])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task References_that_nobody_follows_cost_nothing_and_too_many_branches_are_refused()
    {
        var packed = new StringBuilder("# pack-refs with: peeled fully-peeled sorted \n");
        for (var i = 0; i < GitProcess.MostLines + 10; i++)
            packed.Append(CultureInfo.InvariantCulture, $"{_source.First} refs/pull/{i:D6}/head\n");
        await File.WriteAllTextAsync(Path.Combine(_source.Source, ".git", "packed-refs"), packed.ToString(), Stop);
        using (var repository = await OpenAsync())
            Assert.Equal("first", repository.Resolve("main")!.Summary);

        _source.Commit("Ana", "second", ("a.txt", "2\n"));
        await File.WriteAllTextAsync(Path.Combine(_source.Source, ".git", "packed-refs"), packed.Replace("refs/pull/", "refs/heads/").ToString(), Stop);
        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync());
        Assert.Contains($"more than {GitProcess.MostLines:N0} branches and tags", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_run_left_behind_does_not_stop_the_next()
    {
        using var repository = await OpenAsync();
        var mirror = Directory.GetDirectories(_source.Mirrors).Single();
        await File.WriteAllTextAsync(Path.Combine(mirror, "refs", "heads", "main.lock"), "", Stop);
        await File.WriteAllTextAsync(Path.Combine(mirror, "packed-refs.lock"), "", Stop);
        await File.WriteAllTextAsync(Path.Combine(mirror, "objects", "pack", "tmp_pack_x"), "half", Stop);
        var second = _source.Commit("Ben", "second", ("a.txt", "two\n"));

        Assert.True(await UpdateAsync(repository));
        Assert.Equal(second, repository.Resolve("main")!.Id);
        Assert.False(File.Exists(Path.Combine(mirror, "objects", "pack", "tmp_pack_x")));
    }

    [Fact]
    public async Task The_mirror_of_an_earlier_process_is_read_while_the_host_is_down()
    {
        using (await OpenAsync())
            _server.Interfere = context => Task.FromResult((context.Response.StatusCode = 503) > 0);
        using var repository = GitRepository.OpenMirror(_server.Url("source"), _source.Mirrors);

        Assert.True(repository.HasContent);
        Assert.Equal(("main", "first"), (repository.DefaultBranch, repository.Resolve("main")!.Summary));
    }

    [Fact]
    public async Task Over_ssh_the_host_key_is_checked_and_nobody_is_asked()
    {
        var seen = Path.Combine(Path.GetDirectoryName(_source.Source)!, "seen");
        // ssh's options, then the host, then the command: which is run here.
        var script = Script($"echo \"$@\" >> '{seen}'; while [ \"${{1#-}}\" != \"$1\" ]; do shift 2; done; shift; exec sh -c \"$1\"");
        using var repository = await OpenAsync(Ssh(script), $"git@git.example.test:{_source.Source}");

        Assert.Equal("first", repository.Resolve("main")!.Summary);
        var asked = await File.ReadAllTextAsync(seen, Stop);
        Assert.Contains("-o BatchMode=yes -o StrictHostKeyChecking=yes", asked, StringComparison.Ordinal);
        Assert.Contains("git@git.example.test git-upload-pack", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kept_commit_outlives_a_fetch_that_fails_and_is_kept_where_the_branch_comes_back_without_it()
    {
        var gone = _source.Commit("Ben", "for the release", ("a.txt", "two\n"));
        _source.Branch("release", gone);
        using (var repository = await OpenAsync())
        {
            _source.RemoveBranch("release");
            Assert.True(await UpdateAsync(repository));
            _source.Branch("release", _source.First);
            var back = _source.CommitOn("release", "Cem", "another");
            var posts = 0;
            // The listing passes, the fetch does not.
            _server.Interfere = context => Task.FromResult(context.Request.Method == "POST" && Interlocked.Increment(ref posts) > 1 && (context.Response.StatusCode = 503) > 0);
            await Assert.ThrowsAsync<GitSourceException>(() => UpdateAsync(repository));
            Assert.Equal(gone, repository.Resolve("release")!.Id);

            _server.Interfere = null;
            Assert.True(await UpdateAsync(repository));
            Assert.Equal(back, repository.Resolve("release")!.Id);
            Assert.Contains($"was rewritten on 2026-05-04: it was at {gone[..7]}", Assert.Single(repository.Retractions(["release"])), StringComparison.Ordinal);
        }

        using var raw = new LibGit2Sharp.Repository(Directory.GetDirectories(_source.Mirrors).Single());
        Assert.Equal([$"refs/kept/commits/{gone}"], raw.Refs.FromGlob("refs/kept/*").Select(r => r.CanonicalName));
    }

    [Fact]
    public async Task Where_the_only_branch_is_gone_its_last_commit_is_still_content()
    {
        _source.Tag("v1", _source.First);
        using (var repository = await OpenAsync())
        {
            _source.RemoveBranch("main");
            Assert.True(await UpdateAsync(repository));
        }

        using var again = GitRepository.OpenMirror(_server.Url("source"), _source.Mirrors);
        Assert.True(again.HasContent);
        Assert.Equal("first", again.Resolve("main")!.Summary);
    }

    [Fact]
    public async Task The_mirror_is_packed_only_once_what_a_rewritten_branch_had_is_kept()
    {
        var before = _source.Commit("Ben", "before", ("a.txt", "two\n"));
        using var repository = await OpenAsync();
        using (var raw = new LibGit2Sharp.Repository(Directory.GetDirectories(_source.Mirrors).Single()))
        {
            raw.Config.Set("fetch.unpackLimit", 1);
            raw.Config.Set("gc.autoPackLimit", 1);
            raw.Config.Set("gc.pruneExpire", "now");
        }

        for (var i = 0; i < 3; i++)
        {
            _source.CommitOn("main", "Ben", $"more {i}");
            Assert.True(await UpdateAsync(repository));
        }

        var last = _source.CommitOn("main", "Ben", "last");
        Assert.True(await UpdateAsync(repository));
        _source.Branch("main", _source.First);
        _source.CommitOn("main", "Cem", "after");
        Assert.True(await UpdateAsync(repository));
        using var again = await OpenAsync();

        Assert.Equal((before, last), (again.Resolve(before)?.Id, again.Resolve(last)?.Id));
    }

    [Fact]
    public async Task How_old_the_mirror_is_outlives_the_process_and_a_failed_fetch_makes_it_no_younger()
    {
        var start = _time.GetUtcNow();
        using (var repository = await OpenAsync())
        {
            Assert.Equal(start, repository.FetchedAt);
            _time.Advance(TimeSpan.FromHours(1));
            Assert.False(await UpdateAsync(repository));
            Assert.Equal(start.AddHours(1), repository.FetchedAt);
            _server.Interfere = context => Task.FromResult((context.Response.StatusCode = 503) > 0);
            _time.Advance(TimeSpan.FromHours(1));
            await Assert.ThrowsAsync<GitSourceException>(() => UpdateAsync(repository));
            Assert.Equal(start.AddHours(1), repository.FetchedAt);
        }

        using var again = GitRepository.OpenMirror(_server.Url("source"), _source.Mirrors, null, _time);
        Assert.Equal(start.AddHours(1), again.FetchedAt);
        using var folder = GitRepository.Open(_source.Source, _source.Mirrors, null, _time);
        Assert.Null(folder.FetchedAt);
    }

    [Fact]
    public async Task A_default_branch_that_is_switched_is_seen_where_nothing_else_moves()
    {
        _source.Branch("next", _source.First);
        using var repository = await OpenAsync();
        using (var raw = new LibGit2Sharp.Repository(_source.Source))
            raw.Refs.UpdateTarget("HEAD", "refs/heads/next");

        Assert.False(await UpdateAsync(repository));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(await UpdateAsync(repository));
        Assert.Equal("next", repository.DefaultBranch);
        Assert.False(await UpdateAsync(repository));
    }

    [Theory]
    [InlineData(@"CANARY\n\t\\-e-5c1f")]
    [InlineData("-n CANARY-5c1f $HOME `id`")]
    public async Task A_password_reaches_the_host_as_it_is(string password)
    {
        _server.Login = ("ana", password);
        using var repository = await OpenAsync(WithPassword(password));

        Assert.Equal("first", repository.Resolve("main")!.Summary);
    }

    [Theory]
    [InlineData(null, "Driftboard:Git:Credentials: found 'SHOP_GIT_TOKEN', but there is no environment variable of that name")]
    [InlineData("CANARY-5c1f\nhost=elsewhere", "found a control character, such as the end of a line, in the variable SHOP_GIT_TOKEN")]
    public async Task A_password_that_is_missing_or_has_several_lines_is_refused_when_it_is_needed(string? password, string expected)
    {
        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(WithPassword(password ?? "")));

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_git_starts_sees_no_secret_that_is_not_for_it()
    {
        var seen = Path.Combine(Path.GetDirectoryName(_source.Source)!, "environment");
        var script = Script($"env > '{seen}'; exit 255");
        var options = Ssh(script) with { Hidden = ["HOOK_SECRET", "OTHER_TOKEN"] };
        foreach (var name in new[] { "HOOK_SECRET", "OTHER_TOKEN", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "HARMLESS" })
            options = options with { Variables = options.Variables.Add(name, $"CANARY-{name}") };

        await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(options, "git@git.example.test:shop.git"));

        Assert.Equal(["HARMLESS=CANARY-HARMLESS"], (await File.ReadAllLinesAsync(seen, Stop)).Where(l => l.Contains("CANARY", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Host key verification failed.", "known_hosts")]
    [InlineData("git@git.example.test: Permission denied (publickey).", "Git says: git@git.example.test: Permission denied (publickey).")]
    [InlineData("git@git.example.test: Permission denied (publickey).", "accepts no key of ours")]
    [InlineData("ssh: Could not resolve hostname git.example.test", "name is not known here")]
    public async Task What_ssh_complains_of_is_said_with_what_to_do(string complaint, string expected)
    {
        var script = Script($"echo '{complaint}' >&2; exit 255");

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(Ssh(script), "git@git.example.test:shop.git"));

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_ssh_client_is_named()
    {
        var empty = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(_source.Source)!, "empty")).FullName;
        var options = GitOptions.Default with { Variables = ImmutableDictionary<string, string>.Empty.Add("PATH", empty).Add("GIT_SSH_COMMAND", "") };

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(options, "git@git.example.test:shop.git"));

        Assert.Contains("the command 'ssh' was not found. Install the OpenSSH client", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/ssh", "/no/ssh")]
    [InlineData("'/no/my ssh' -i key", "/no/my ssh")]
    [InlineData("no-such-ssh -v", "no-such-ssh")]
    [InlineData("/", "/")]
    public async Task A_program_in_the_place_of_ssh_that_cannot_be_started_is_named(string command, string program)
    {
        var options = GitOptions.Default with { Variables = ImmutableDictionary<string, string>.Empty.Add("GIT_SSH_COMMAND", command) };

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(options, "git@git.example.test:shop.git"));

        Assert.EndsWith($"the ssh program '{program}' that GIT_SSH_COMMAND names cannot be started: it is not there, or may not be run. Install it, or correct GIT_SSH_COMMAND.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash: line 1: git-upload-pack: command not found", "a program that is needed is missing: here, one that GIT_SSH_COMMAND starts, or git on the host.")]
    [InlineData("ERROR: Repository not found.", "the host knows no such repository")]
    public async Task What_the_host_does_not_find_is_no_missing_ssh(string complaint, string expected)
    {
        var script = Script($"echo '{complaint}' >&2; exit 127");

        var problem = await Assert.ThrowsAsync<GitSourceException>(() => OpenAsync(Ssh(script), "git@git.example.test:shop.git"));

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    private GitOptions WithPassword(string password) => new()
    {
        Credentials = [new GitCredential(_server.Url("")[..^1], "ana", "SHOP_GIT_TOKEN")],
        Variables = ImmutableDictionary<string, string>.Empty.Add("SHOP_GIT_TOKEN", password),
    };

    private static GitOptions Ssh(string script) => new() { Variables = ImmutableDictionary<string, string>.Empty.Add("GIT_SSH_COMMAND", $"sh '{script}'") };

    private string Script(string text)
    {
        var file = Path.Combine(Path.GetDirectoryName(_source.Source)!, "ssh.sh");
        File.WriteAllText(file, text + "\n");
        return file;
    }

    private Task<GitRepository> OpenAsync(GitOptions? options = null, string? location = null) =>
        Task.Run(() => GitRepository.Open(location ?? _server.Url("source"), _source.Mirrors, options, _time), Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop);

    private static Task<bool> UpdateAsync(GitRepository repository) => Task.Run(() => repository.Update(Stop), Stop).Soon();
}
