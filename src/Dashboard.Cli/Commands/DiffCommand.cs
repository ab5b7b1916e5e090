using System.CommandLine;
using Dashboard.Cli.Batch;
using Dashboard.Cli.Comparing;
using Dashboard.Cli.Output;
using Dashboard.Cli.Templates;
using Dashboard.Core.Comparison;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Cli.Commands;

/// <summary><c>driftboard diff LEFT RIGHT</c>: what differs between two templates.</summary>
internal static class DiffCommand
{
    private const string Summary = "Compares two templates, resource by resource.";

    private const string Details = """
        Without parameter files the two texts are compared by what they say: a reference stays a reference, and
        forms that always mean the same are the same (!Sub "${A}" and !Ref A, a Join and the Sub that equals it,
        AWS::NoValue and nothing at all). With parameter files, or an account, a region or a stack's name, both
        are rendered first, and resources and outputs are compared. Either way the order of keys and sets, the
        spelling of numbers and the layout of policies make no difference; --show-folded lists what was passed
        over, and the rule that says so.

        A difference is confirmed; possible, where the two may mean the same (a character that CloudFormation
        returns as "?", a default that one side says out loud); or unverifiable, where a side is not known.

        --batch reads lines {"id", "left": "<template text>", "right": "<template text>"} and answers lines
        {"id", "status", "differences", "folded", "diagnostics"}; --format json prints the same without an id.

        Exit codes:
          0  equal, as far as --only lets differences through; with --batch: every line was answered
          1  different
          2  a file cannot be read or has errors, or nothing differs and yet not everything could be compared
             (what could be is printed all the same)
        """;

    public static Command Build(CliHost host)
    {
        var left = new Argument<string?>("LEFT") { Description = "The template to compare.", Arity = ArgumentArity.ZeroOrOne };
        var right = new Argument<string?>("RIGHT") { Description = "The template to compare it with.", Arity = ArgumentArity.ZeroOrOne };
        var leftParameters = new Option<string[]>("--left-parameters") { HelpName = "FILE", Description = "A parameter file for LEFT. May be repeated: the later wins." };
        var rightParameters = new Option<string[]>("--right-parameters") { HelpName = "FILE", Description = "A parameter file for RIGHT. May be repeated: the later wins." };
        var (account, region, stackName) = (Options.Account(), Options.Region(), Options.StackName());
        var format = Options.Format("text", "json", "markdown", "sarif");
        var only = Options.Only();
        var showFolded = Options.ShowFolded();
        var batch = Options.Batch();
        var command = new DocumentedCommand("diff", Summary, Details) { left, right, leftParameters, rightParameters, account, region, stackName, format, only, showFolded, batch };
        command.Validators.Add(result =>
        {
            if (result.GetValue(batch) is null && (result.GetValue(left) is null || result.GetValue(right) is null))
                result.AddError("Two templates are needed, LEFT and RIGHT, or --batch.");
        });
        command.SetAction((parsed, cancellation) => parsed.GetValue(batch) is { } lines
            ? RunBatch(host, lines, parsed.GetValue(showFolded), cancellation)
            : Task.FromResult(Run(
                host,
                Inputs(parsed, left, leftParameters),
                Inputs(parsed, right, rightParameters),
                new DiffReport(parsed.GetValue(format)!, parsed.GetValue(only), parsed.GetValue(showFolded), new Paint(host.IsColored)))));
        return command;

        LocalInputs Inputs(ParseResult parsed, Argument<string?> template, Option<string[]> parameters) => new(parsed.GetValue(template)!)
        {
            ParameterFiles = parsed.GetValue(parameters) ?? [],
            Account = parsed.GetValue(account) ?? "",
            Region = parsed.GetValue(region) ?? "",
            StackName = parsed.GetValue(stackName) ?? "",
        };
    }

    private static int Run(CliHost host, LocalInputs leftInputs, LocalInputs rightInputs, DiffReport report)
    {
        var (left, right) = leftInputs.IsBare && rightInputs.IsBare ? Read(host, leftInputs, rightInputs) : Render(host, leftInputs, rightInputs);
        ImmutableArray<Diagnostic> diagnostics = [.. left.Diagnostics.Concat(right.Diagnostics).Distinct()];
        LocalRenderer.Print(host.Error, diagnostics);
        if (left.Content is null || right.Content is null)
        {
            host.Output.Write(report.WriteFailure(diagnostics));
            return ExitCode.Error;
        }

        var options = left.Options with { ListsFolded = report.ShowsFolded };
        var comparison = report.Shown(TemplateComparer.Compare(left.Content, right.Content, options));
        host.Output.Write(report.Write(comparison, diagnostics, left.Document, right.Document));
        foreach (var line in UnknownText.Lines(comparison))
            host.Error.WriteLine(line);
        return diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error) ? ExitCode.Error : DiffReport.ExitCodeOf(comparison);
    }

    private static (Side Left, Side Right) Read(CliHost host, LocalInputs leftInputs, LocalInputs rightInputs)
    {
        var files = new LocalFiles(host);
        var fingerprinter = SecretFingerprinter.CreateRandom();
        return (Side.Read(files.Template(leftInputs.Template), fingerprinter), Side.Read(files.Template(rightInputs.Template), fingerprinter));
    }

    private static (Side Left, Side Right) Render(CliHost host, LocalInputs leftInputs, LocalInputs rightInputs)
    {
        var renderer = new LocalRenderer(host);
        // Whoever gives parameters compares two stacks: what the files leave out may be two values. Without them it is two versions of one, and a parameter is what it is.
        var areTwoStacks = leftInputs.ParameterFiles.Count + rightInputs.ParameterFiles.Count > 0;
        return (Of(leftInputs), Of(rightInputs));

        Side Of(LocalInputs inputs)
        {
            var rendering = renderer.Render(inputs with { WithAttributes = true, AreOpenUnknown = areTwoStacks });
            return new Side(rendering.Document, rendering.Template is { } template ? TemplateContent.Of(template) : null, rendering.Diagnostics, ComparisonOptions.Templates);
        }
    }

    private static Task<int> RunBatch(CliHost host, string source, bool showsFolded, CancellationToken cancellation)
    {
        var fingerprinter = SecretFingerprinter.CreateRandom();
        var options = ComparisonOptions.Sources with { ListsFolded = showsFolded };
        return BatchRunner.RunAsync(
            host,
            source,
            (line, id) =>
            {
                var left = Side.Read(TemplateReader.Read("left", BatchLine.Text(line, "left")), fingerprinter);
                var right = Side.Read(TemplateReader.Read("right", BatchLine.Text(line, "right")), fingerprinter);
                var diagnostics = left.Diagnostics.Concat(right.Diagnostics);
                return left.Content is null || right.Content is null
                    ? ComparisonWriter.Failed(diagnostics, id)
                    : ComparisonWriter.Templates(TemplateComparer.Compare(left.Content, right.Content, options), diagnostics, showsFolded, id);
            },
            (why, id) => ComparisonWriter.Failed([new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(""), "", why)], id),
            cancellation);
    }

    /// <summary>One side of the comparison; without content where the file is no template.</summary>
    private sealed record Side(TemplateDocument Document, TemplateContent? Content, ImmutableArray<Diagnostic> Diagnostics, ComparisonOptions Options)
    {
        public static Side Read(TemplateDocument document, SecretFingerprinter fingerprinter)
        {
            var (content, diagnostics) = TemplateContentReader.Read(document, fingerprinter);
            return new Side(document, content, diagnostics, ComparisonOptions.Sources);
        }
    }
}
