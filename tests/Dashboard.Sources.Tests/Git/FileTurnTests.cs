using Dashboard.Sources.Git;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Git;

public sealed class FileTurnTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("driftboard-turn-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_somebody_else_holds_is_waited_for_said_once_and_waited_for_no_longer_than_wanted()
    {
        var file = Path.Combine(_folder, "turn");
        using var stop = new CancellationTokenSource();
        var said = 0;
        using (FileTurn.Wait(file, TimeSpan.Zero, null, TestContext.Current.CancellationToken))
        {
            Assert.True(FileTurn.IsTaken(Assert.Throws<IOException>(() => FileTurn.Wait(file, TimeSpan.Zero, null, TestContext.Current.CancellationToken))));
            await Assert.ThrowsAsync<OperationCanceledException>(() => Task.Run(
                () => FileTurn.Wait(file, TimeSpan.FromHours(1), () =>
                {
                    said++;
                    stop.Cancel();
                }, stop.Token),
                TestContext.Current.CancellationToken).Soon());
        }

        Assert.Equal(1, said);
        await FileTurn.Wait(file, TimeSpan.Zero, null, TestContext.Current.CancellationToken).DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_cannot_be_made_is_not_waited_for() => await Assert.ThrowsAsync<DirectoryNotFoundException>(
        () => Task.Run(() => FileTurn.Wait(Path.Combine(_folder, "missing", "turn"), TimeSpan.FromHours(1), null, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken).Soon());
}
