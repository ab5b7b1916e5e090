using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Scanning;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>The files that a difference comes from, as they are shown.</summary>
public sealed class ShownFileTests : WorkerScan
{
    [Fact]
    public async Task A_difference_is_traced_to_its_line_and_author()
    {
        Cloud.Set("AWS::SQS::Queue", QueueId, Queue(300));
        var scan = await ScanAsync(Scanner());
        var stack = scan.Evaluation.Stacks[0];

        var steps = new OriginFinder().Explain(Repository, scan.Snapshot, stack, new ResourceAddress("Jobs"), PropertyPath.Parse("/VisibilityTimeout"));

        Assert.Equal(("templates/worker.yaml", 8, "Ana"), (steps[0].Origin.File, steps[0].Origin.Line, steps[0].Origin.Author));
        Assert.Contains(steps, s => s.Kind == "parameter" && s.Origin.File == "parameters/worker.staging.json");
    }

    [Fact]
    public async Task What_no_template_declares_of_a_parameter_file_is_hidden_and_all_of_it_where_a_template_cannot_be_read()
    {
        const string file = "parameters/worker.staging.json";
        Source.Commit("Ben", "left over", (file, """{"Timeout": "30", "Master": "red-fox"}"""));
        Repository.Update(TestContext.Current.CancellationToken);
        var scan = await ScanAsync(Scanner());
        var (stack, address) = (scan.Evaluation.Stacks[0], new ResourceAddress("Jobs"));
        var broken = Source.Commit("Ben", "broken", ("templates/worker.yaml", "Parameters: {Timeout"));
        Repository.Update(TestContext.Current.CancellationToken);

        Assert.Equal("""{"Timeout": "30", "Master": "(secret)"}""", new OriginFinder().File(Repository, scan.Snapshot, stack, address, file, null)!.Text);
        Assert.Equal("(not shown: the secrets in it could not be told from the rest)", new OriginFinder().File(Repository, scan.Snapshot, stack, address, file, broken)!.Text);
    }

    [Fact]
    public async Task A_parameter_file_is_shown_without_its_secrets_and_no_file_that_sets_nothing_is()
    {
        Source.Commit("Ben", "token", ("parameters/worker.staging.json", "{\n  \"Timeout\": \"30\",\n  \"Token\": \"blue-whale\"\n}\n"), ("notes.json", """{"Timeout": "30"}"""));
        Repository.Update(TestContext.Current.CancellationToken);
        var scan = await ScanAsync(Scanner());
        var (stack, address) = (scan.Evaluation.Stacks[0], new ResourceAddress("Jobs"));

        var file = new OriginFinder().File(Repository, scan.Snapshot, stack, address, "parameters/worker.staging.json", null)!;

        Assert.Equal("{\n  \"Timeout\": \"30\",\n  \"Token\": \"(secret)\"\n}\n", file.Text);
        Assert.Equal("templates/worker.yaml", new OriginFinder().File(Repository, scan.Snapshot, stack, address, "templates/worker.yaml", null)!.File);
        Assert.Null(new OriginFinder().File(Repository, scan.Snapshot, stack, address, "notes.json", null));
        Assert.Null(new OriginFinder().File(Repository, scan.Snapshot, stack, address, "parameters/worker.staging.json", new string('0', 40)));
        Assert.Equal("token", Assert.Single(new OriginFinder().Explain(Repository, scan.Snapshot, stack, address, PropertyPath.Parse("/VisibilityTimeout")), s => s.Kind == "parameter").Origin.Summary);
    }
}
