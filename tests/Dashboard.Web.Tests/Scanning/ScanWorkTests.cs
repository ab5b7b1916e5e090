using Dashboard.Sources.Scanning;
using Dashboard.Web.Scanning;

namespace Dashboard.Web.Tests.Scanning;

public sealed class ScanWorkTests
{
    private static readonly ScanScope Worker = new(WatchedEstate.Key("staging"), "Jobs");

    [Fact]
    public void A_sweep_stays_spread_with_the_stacks_that_hints_name_whichever_comes_first()
    {
        foreach (var work in new[] { ScanWork.Sweep.And(ScanWork.Of(Worker.Stack, "Jobs")), ScanWork.Of(Worker.Stack, "Jobs").And(ScanWork.Sweep) })
        {
            Assert.Equal((true, true, null), (work.IsWhole, work.IsSpread, work.Steps()));
            Assert.Equal([Worker], work.Scopes);
        }
    }

    [Fact]
    public void Only_who_asks_for_everything_gets_it_at_once()
    {
        var asked = ScanWork.Of(Worker.Stack, "Jobs").And(ScanWork.Whole).And(ScanWork.Sweep);

        Assert.Equal((true, false), (asked.IsWhole, asked.IsSpread));
        Assert.Equal([Worker], asked.Scopes);
    }

    [Fact]
    public void More_stacks_than_are_worth_a_look_at_each_are_a_spread_sweep()
    {
        var work = Enumerable.Range(0, 5).Select(i => ScanWork.Of(WatchedEstate.Key("staging", $"c{i}"), null)).Aggregate((one, other) => other.And(one));

        Assert.Null(work.Steps());
        Assert.Equal((true, 5), (work.IsSpread, work.Scopes.Count));
    }
}
