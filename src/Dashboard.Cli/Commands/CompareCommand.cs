using System.CommandLine;
using System.Text.Json;
using Dashboard.Cli.Batch;
using Dashboard.Cli.Comparing;
using Dashboard.Cli.Output;
using Dashboard.Cli.Templates;
using Dashboard.Core.Comparison;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Cli.Commands;

/// <summary><c>driftboard compare --type TYPE EXPECTED ACTUAL</c>: whether a resource is what a template says.</summary>
internal static class CompareCommand
{
    private const string Summary = "Compares the properties that a resource should have with those that its service returns.";

    private const string Details = """
        Both files hold a resource's properties as JSON, in the schema's own names. What EXPECTED does not declare
        is not compared, but listed apart. What no service returns cannot be verified.

        --batch reads lines {"id", "type", "expected": {}, "actual": {}} and answers lines {"id", "status",
        "differences", "undeclared", "folded", "diagnostics"}; --format json prints the same without an id.

        Exit codes:
          0  the same, as far as --only lets differences through; with --batch: every line was answered
          1  different
          2  a file cannot be read, or nothing differs and yet not everything could be compared
        """;

    public static Command Build(CliHost host)
    {
        var expected = new Argument<string?>("EXPECTED") { Description = "The properties that should be there.", Arity = ArgumentArity.ZeroOrOne };
        var actual = new Argument<string?>("ACTUAL") { Description = "The properties that are there.", Arity = ArgumentArity.ZeroOrOne };
        var type = new Option<string?>("--type") { HelpName = "TYPE", Description = "The resource type, such as AWS::S3::Bucket." };
        var format = Options.Format("text", "json");
        var only = Options.Only();
        var showFolded = Options.ShowFolded();
        var batch = Options.Batch();
        var command = new DocumentedCommand("compare", Summary, Details) { expected, actual, type, format, only, showFolded, batch };
        command.Validators.Add(result =>
        {
            if (result.GetValue(batch) is null && (result.GetValue(expected) is null || result.GetValue(actual) is null || result.GetValue(type) is null))
                result.AddError("A --type and two files are needed, EXPECTED and ACTUAL, or --batch.");
        });
        command.SetAction((parsed, cancellation) => parsed.GetValue(batch) is { } lines
            ? RunBatch(host, lines, parsed.GetValue(showFolded), cancellation)
            : Task.FromResult(Run(
                host, parsed.GetValue(type)!, parsed.GetValue(expected)!, parsed.GetValue(actual)!,
                new DiffReport(parsed.GetValue(format)!, parsed.GetValue(only), parsed.GetValue(showFolded), new Paint(host.IsColored)))));
        return command;
    }

    private static int Run(CliHost host, string type, string expectedFile, string actualFile, DiffReport report)
    {
        var files = new LocalFiles(host);
        var (expected, actual) = (files.Template(expectedFile), files.Template(actualFile));
        ImmutableArray<Diagnostic> diagnostics = [.. Problems(expected), .. Problems(actual)];
        LocalRenderer.Print(host.Error, diagnostics);
        var fingerprinter = SecretFingerprinter.CreateRandom();
        if (PropertiesReader.Read(expected, type, fingerprinter) is not { } left || PropertiesReader.Read(actual, type, fingerprinter) is not { } right)
        {
            host.Output.Write(report.WriteFailure(diagnostics));
            return ExitCode.Error;
        }

        var result = ResourceComparer.Compare(type, left, right, Live(report.ShowsFolded));
        result = result with
        {
            Differences = [.. result.Differences.Where(d => report.IsShown(d.Confidence))],
            Unverified = [.. result.Unverified.Where(u => report.IsShown(u.Confidence))],
        };
        host.Output.Write(report.Format == "json"
            ? JsonOutput.Page(ComparisonWriter.Resource(type, result, diagnostics, report.ShowsFolded)) + "\n"
            : new CompareText(report.Paint).Write(type, result));
        return diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error) ? ExitCode.Error
            : result.Differences.Length > 0 || result.Unverified.Any(u => u.Confidence == Confidence.Possible) ? ExitCode.Different
            : result.Unverified.Length > 0 ? ExitCode.Error
            : ExitCode.Ok;
    }

    private static ImmutableArray<Diagnostic> Problems(TemplateDocument document) => document.Root is null or MappingNode
        ? document.Diagnostics
        : document.Diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(document.File, 1, 1), "", "Properties must be a mapping."));

    private static ComparisonOptions Live(bool showsFolded) =>
        ComparisonOptions.Drift with { ListsUndeclared = true, ListsFolded = showsFolded, HasIndexesOfRight = true };

    private static Task<int> RunBatch(CliHost host, string source, bool showsFolded, CancellationToken cancellation)
    {
        var fingerprinter = SecretFingerprinter.CreateRandom();
        return BatchRunner.RunAsync(
            host,
            source,
            (line, id) =>
            {
                var type = BatchLine.Text(line, "type");
                return ComparisonWriter.Resource(
                    type, ResourceComparer.Compare(type, Properties(line, "expected", type), Properties(line, "actual", type), Live(showsFolded)), [], showsFolded, id);
            },
            (why, id) => ComparisonWriter.Failed([new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(""), "", why)], id),
            cancellation);

        MapValue Properties(JsonElement line, string name, string type) => PropertiesReader.Read(JsonValues.Read(BatchLine.Object(line, name)), type, fingerprinter);
    }
}
