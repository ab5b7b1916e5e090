using System.Globalization;
using System.Text;
using Dashboard.Cli.Output;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws.Access;

namespace Dashboard.Cli.Doctoring;

/// <summary>A checkup for people: one line for each check, what to do beneath it, then what stays unread, and the sum.</summary>
internal sealed class DoctorText(Paint paint, DoctorReport report)
{
    private const int VerdictWidth = 11;

    private readonly StringBuilder _text = new();

    public string Write()
    {
        foreach (var environment in report.Environments)
            WriteEnvironment(environment);
        WriteNotChecked();
        if (report.Calls.Total > 0)
            _text.Append(paint.Dim(Words.Count(report.Calls.Total, "call", "calls"))).Append('\n');
        _text.Append(Summary()).Append('\n');
        return _text.ToString();
    }

    private void WriteEnvironment(CheckedEnvironment environment)
    {
        _text.Append(paint.Bold(VisibleText.Line($"{environment.Application} {environment.Access.Environment}"))).Append("  ")
            .Append(paint.Dim(VisibleText.Line($"account {environment.Access.Account}"))).Append('\n');
        var width = environment.Access.Checks.Max(c => c.Name.Length);
        foreach (var check in environment.Access.Checks)
        {
            _text.Append("  ").Append(Verdict(check.Verdict)).Append("  ").Append(VisibleText.Line(check.Name.PadRight(width))).Append("  ").Append(VisibleText.Line(check.Message)).Append('\n');
            if (check.Remedy is { } remedy)
                _text.Append(' ', VerdictWidth + width + 6).Append(VisibleText.Line(remedy)).Append('\n');
        }

        _text.Append('\n');
    }

    private void WriteNotChecked()
    {
        Write("not checked: policy", "reading these types needs what the read policy denies", report.NotChecked.Where(t => t.HasRead));
        Write("not checked: no handler", "AWS offers no way to read these types", report.NotChecked.Where(t => !t.HasRead));

        void Write(string title, string why, IEnumerable<TypeAccess> types)
        {
            if (!types.Any())
                return;
            _text.Append(paint.Bold(title)).Append("  ").Append(paint.Dim(why)).Append('\n');
            foreach (var type in types)
                _text.Append("  ").Append(VisibleText.Line($"{type.Type}  {string.Join(", ", type.Denied)}".TrimEnd())).Append('\n');
            _text.Append('\n');
        }
    }

    private string Summary()
    {
        var checks = report.Checks.ToList();
        var failed = checks.Count(c => c.Verdict == CheckVerdict.Failed);
        var open = checks.Count(c => c.Verdict == CheckVerdict.NotChecked);
        var missing = report.Missing.IsEmpty ? "" : $" Missing: {string.Join(", ", report.Missing)}.";
        return report.ExitCode switch
        {
            ExitCode.Error => paint.Bad("There were errors: not everything could be checked."),
            ExitCode.Different => paint.Bad(string.Create(CultureInfo.InvariantCulture, $"{failed} of {checks.Count} checks failed.")) + VisibleText.Line(missing),
            ExitCode.NotFullyChecked => checks.Count == 0
                ? "There is no environment to check."
                : string.Create(CultureInfo.InvariantCulture, $"No check failed, but {open} of {checks.Count} could not be made."),
            _ when checks.Count(c => c.Verdict == CheckVerdict.Warning) is > 0 and var warnings =>
                string.Create(CultureInfo.InvariantCulture, $"Nothing is missing, but there {(warnings == 1 ? "is" : "are")} {Words.Count(warnings, "warning", "warnings")}; {checks.Count} checks."),
            _ when open > 0 => string.Create(CultureInfo.InvariantCulture, $"Nothing is missing, but {open} of {checks.Count} checks could not be made."),
            _ => paint.Good("Everything is as it should be") + string.Create(CultureInfo.InvariantCulture, $"; {checks.Count} checks."),
        };
    }

    private string Verdict(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Ok => paint.Good("ok".PadRight(VerdictWidth)),
        CheckVerdict.Warning => paint.Bold("warning".PadRight(VerdictWidth)),
        CheckVerdict.Failed => paint.Bad("failed".PadRight(VerdictWidth)),
        _ => paint.Dim("not checked".PadRight(VerdictWidth)),
    };
}
