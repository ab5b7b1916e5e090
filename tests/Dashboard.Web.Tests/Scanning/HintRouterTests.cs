using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Live;

namespace Dashboard.Web.Tests.Scanning;

/// <summary>What an API call names leads to the resource, in whatever form the call names it; what names nothing of ours costs nothing.</summary>
public sealed class HintRouterTests : IAsyncDisposable
{
    private readonly WatchedEstate _estate = new();

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    [Theory]
    [InlineData("{0}")]
    [InlineData("arn:aws:sqs:eu-west-1:222222222222:{0}")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/222222222222/{0}")]
    public async Task A_call_that_names_a_resource_has_its_stack_read_again(string form)
    {
        await _estate.StartAsync();
        var id = _estate.Cell("production")!.Resources.Single(r => r.Address.LogicalId == "Jobs").PhysicalId!;
        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");

        // In another region than the stack's: so tell global services.
        _estate.Hint(new ChangeHint(new AccountRegion(WatchedEstate.Production, "us-east-1"), null, null, null) { Names = ["something", string.Format(System.Globalization.CultureInfo.InvariantCulture, form, id)] });

        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Status == Status.Modified);
    }

    [Fact]
    public async Task A_call_that_names_nothing_of_ours_makes_nobody_read()
    {
        await _estate.StartAsync();
        _estate.Cloud.ForgetCalls();

        _estate.Hint(new ChangeHint(new AccountRegion(WatchedEstate.Production, "eu-west-1"), null, null, null) { Names = ["somebody-else"] });
        _estate.Hint(WatchedEstate.Staging, "staging-worker");
        var before = _estate.Cell("staging");
        await _estate.WhenAsync(b => !ReferenceEquals(b.Stacks[WatchedEstate.Key("staging")], before) && _estate.Cloud.Calls.Any());

        Assert.DoesNotContain(_estate.Cloud.Calls, c => c.Contains(WatchedEstate.Production, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_with_a_source_of_hints_is_shown_for_as_long_as_it_is()
    {
        await _estate.StartAsync();

        _estate.Tell("It is gone.");
        await _estate.WhenAsync(b => b.Diagnostics.Any(d => d is { Severity: DiagnosticSeverity.Warning, Key: "changes", Message: "It is gone." }));
        _estate.Tell(null);
        var board = await _estate.WhenAsync(b => b.Diagnostics.All(d => d.Key != "changes"));
        Assert.Null(board.Scan.Error);
    }
}
