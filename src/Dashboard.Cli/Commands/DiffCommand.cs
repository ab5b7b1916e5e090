using System.CommandLine;
using Dashboard.Cli.Output;
using Dashboard.Cli.Templates;
using Dashboard.Core.Comparison;
using Dashboard.Core.Documents;

namespace Dashboard.Cli.Commands;

/// <summary><c>driftboard diff LEFT RIGHT</c>: what differs between two templates once they are rendered.</summary>
internal static class DiffCommand
{
    private const string Summary = "Compares two templates, resource by resource.";

    private const string Details = """
        They are compared as their services would see them: the order of keys and sets, the spelling of numbers
        and the layout of policies make no difference. A parameter that is given no value stays a Ref and is
        compared as one. What cannot be worked out is neither equal nor different; how much that is, is said on
        standard error.

        Exit codes:
          0  equal
          1  different
          2  a file cannot be read or has errors, or nothing differs and yet not everything could be compared (what could be is printed all the same)
        """;

    public static Command Build(CliHost host)
    {
        var left = new Argument<string>("LEFT") { Description = "The template to compare." };
        var right = new Argument<string>("RIGHT") { Description = "The template to compare it with." };
        var leftParameters = new Option<string[]>("--left-parameters") { HelpName = "FILE", Description = "A parameter file for LEFT. May be repeated: the later wins." };
        var rightParameters = new Option<string[]>("--right-parameters") { HelpName = "FILE", Description = "A parameter file for RIGHT. May be repeated: the later wins." };
        var format = Options.Format("text", "json");
        var command = new DocumentedCommand("diff", Summary, Details) { left, right, leftParameters, rightParameters, format };
        command.SetAction(parsed => Run(
            host,
            new LocalInputs(parsed.GetValue(left)!) { ParameterFiles = parsed.GetValue(leftParameters) ?? [] },
            new LocalInputs(parsed.GetValue(right)!) { ParameterFiles = parsed.GetValue(rightParameters) ?? [] },
            parsed.GetValue(format)!));
        return command;
    }

    private static int Run(CliHost host, LocalInputs leftInputs, LocalInputs rightInputs, string format)
    {
        var renderer = new LocalRenderer(host);
        var left = renderer.Render(leftInputs);
        var right = renderer.Render(rightInputs);
        LocalRenderer.Print(host.Error, left.Diagnostics.Concat(right.Diagnostics).Distinct());
        if (left.Template is null || right.Template is null)
            return ExitCode.Error;

        var (differences, unverified) = TemplateComparer.Compare(left.Template, right.Template);
        // What is spelled alike on both sides is no open question between two templates, whatever it may turn out to be.
        var isOpen = differences.IsEmpty && unverified.Any(u => !Equals(u.Left, u.Right));
        if (format == "json")
            host.Output.WriteLine(JsonOutput.Page(DocumentWriter.Diff(differences, isOpen)));
        else
            host.Output.Write(new DiffText(new Paint(host.IsColored)).Write(differences, isOpen));
        if (unverified.Length > 0)
            host.Error.WriteLine(SafeText.Line($"{Words.Count(unverified.Length, "property", "properties")} cannot be compared, since what stands there cannot be worked out: {Examples(unverified)}."));
        return left.HasErrors || right.HasErrors || isOpen ? ExitCode.Error : differences.Length == 0 ? ExitCode.Ok : ExitCode.Different;
    }

    private static string Examples(ImmutableArray<TemplateUnverified> unverified)
    {
        var shown = string.Join(", ", unverified.Take(5).Select(u => $"{u.Address}{u.Path} ({u.Detail})"));
        return unverified.Length > 5 ? shown + ", ..." : shown;
    }
}
