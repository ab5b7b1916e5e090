using System.Globalization;
using System.Text;
using Dashboard.Core.Definition;
using Dashboard.Core.Releases;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.ApplicationFiles;

/// <summary>Rules that are to be added to a driftboard.yaml.</summary>
/// <param name="File">The file's path inside the repository.</param>
/// <param name="Rules">The rules as YAML, each under its section.</param>
/// <param name="Diff">A unified diff that <c>git apply</c> takes; null where the file's form does not allow one.</param>
/// <param name="Problem">Why there is no diff, and what to do; null where there is one.</param>
public sealed record ApplicationPatch(string File, string Rules, string? Diff, string? Problem);

/// <summary>Adds rules to a driftboard.yaml and leaves everything else as it is, comments included.</summary>
/// <remarks>What comes out is read again: a patch is given only where the new file says exactly what the old one said, and the new rules.</remarks>
public static class ApplicationFilePatch
{
    private static readonly (RuleKind Kind, string Section)[] Sections = [(RuleKind.Expect, "expect"), (RuleKind.Accept, "accept"), (RuleKind.Ignore, "ignore")];

    /// <summary>Makes the patch.</summary>
    /// <param name="file">The file's path inside the repository.</param>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="rules">What to add; of equal ones one.</param>
    public static ApplicationPatch Add(string file, ReadOnlySpan<byte> utf8, IEnumerable<(RuleDraft Draft, RuleTerms Terms)> rules)
    {
        List<(RuleDraft Draft, RuleTerms Terms)> wanted = [.. rules.DistinctBy(r => r.Draft)];
        var fragment = string.Concat(Sections.Select(s => (s.Section, Rules: Of(wanted, s.Kind))).Where(s => s.Rules.Count > 0)
            .Select(s => $"{s.Section}:\n{string.Concat(s.Rules.SelectMany(r => Lines(r.Draft, r.Terms)).Select(l => "  " + l + "\n"))}"));
        var before = ApplicationFileReader.Read(file, utf8);
        if (before.Application is not { } application)
            return new ApplicationPatch(file, fragment, null, $"{file} has an error and must be put right first: {before.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error)}");
        if (wanted.Count == 0)
            return new ApplicationPatch(file, fragment, null, "No rule is chosen.");
        var text = new LineText(Encoding.UTF8.GetString(utf8));
        // A rule that says the same and ends earlier is renewed in its place: beside a new one it would warn of its end for ever.
        var renewed = wanted.Select(w => (Rule: w, Old: application.Rules.FirstOrDefault(r => IsRenewal(r, w.Draft, w.Terms)))).Where(r => r.Old is not null && Renew(text, r.Old, r.Rule.Terms)).ToList();
        List<(RuleDraft Draft, RuleTerms Terms)> added = [.. wanted.Except(renewed.Select(r => r.Rule))];
        if (TemplateReader.Read(file, utf8).Root is MappingNode root)
        {
            // A new section comes behind all others, and so behind what is added to the last of them.
            foreach (var (kind, section) in Sections.Where(s => Of(added, s.Kind).Count > 0).OrderBy(s => root[s.Section] is null))
                Insert(text, root, section, [.. Of(added, kind).SelectMany(r => Lines(r.Draft, r.Terms))]);
        }

        return Says(ApplicationFileReader.Read(file, Encoding.UTF8.GetBytes(text.After())), application with { Rules = [.. application.Rules.Except(renewed.Select(r => r.Old!))] }, wanted)
            ? new ApplicationPatch(file, fragment, text.Diff(file), null)
            : new ApplicationPatch(file, fragment, null, $"{file} is written in a form into which the rules cannot be put without changing more of it: add them by hand.");
    }

    private static List<(RuleDraft Draft, RuleTerms Terms)> Of(List<(RuleDraft Draft, RuleTerms Terms)> rules, RuleKind kind) => [.. rules.Where(r => r.Draft.Kind == kind)];

    /// <summary>A rule as the lines of a list item.</summary>
    private static IEnumerable<string> Lines(RuleDraft draft, RuleTerms terms)
    {
        yield return "- component: " + Scalar(draft.Component);
        yield return "  environment: " + Scalar(draft.Environment);
        yield return "  resource: " + Scalar(draft.Resource);
        if (draft.Property is { } property)
            yield return "  property: " + Scalar(property);
        if (draft.Value is { } value)
            yield return "  value: " + Scalar(value);
        if (draft.IsAbsent)
            yield return "  absent: true";
        yield return "  reason: " + Scalar(terms.Reason);
        yield return "  owner: " + Scalar(terms.Owner);
        yield return "  expires: " + terms.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>Bare where every reader of YAML takes it for the same text; else in double quotes.</summary>
    private static string Scalar(string text)
    {
        var isBare = text.Length > 0 && (char.IsAsciiLetter(text[0]) || (text[0] == '/' && text.Length > 1)) && !text.EndsWith(' ')
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '_' or '.' or '-' or '/' or ',' or '(' or ')')
            && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");
        return isBare ? text : JsonValues.Quote(text);
    }

    private static void Insert(LineText text, MappingNode root, string section, ImmutableArray<string> rules)
    {
        var at = root.Entries.ToList().FindIndex(e => e.Key.Text == section);
        if (at < 0)
        {
            text.Insert(text.EndBefore(text.Count), ["", section + ":", .. rules.Select(r => "  " + r)]);
            return;
        }

        var key = root.Entries[at].Key.Line - 1;
        var next = root.Entries.Select(e => e.Key.Line - 1).Where(l => l > key).DefaultIfEmpty(text.Count).Min();
        switch (root.Entries[at].Value)
        {
            case SequenceNode { Items: [var first, ..] } when first.Line - 1 > key:
                var dash = text[first.Line - 1];
                var indent = dash[..(dash.Length - dash.TrimStart(' ').Length)];
                text.Insert(text.EndBefore(next), [.. rules.Select(r => indent + r)]);
                break;
            case SequenceNode { Items: [] } when text[key].TrimEnd() == section + ": []":
                text.Replace(key, section + ":");
                text.Insert(key + 1, [.. rules.Select(r => "  " + r)]);
                break;
            case ScalarNode { Kind: ScalarKind.Null }:
                text.Insert(key + 1, [.. rules.Select(r => "  " + r)]);
                break;
        }
    }

    private static bool IsRenewal(DifferenceRule old, RuleDraft draft, RuleTerms terms) =>
        old.Expires < terms.Expires && Rule(draft, terms) == Without(old) with { Reason = terms.Reason, Owner = terms.Owner, Expires = terms.Expires };

    /// <summary>Writes a rule's terms in the place of the old ones, those alone that are others; false where they do not each stand on one line of their own.</summary>
    private static bool Renew(LineText text, DifferenceRule old, RuleTerms terms)
    {
        var lines = new List<(int At, string Line)>();
        List<(string Name, string Value)> changed = [("expires", terms.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
        if (old.Reason != terms.Reason)
            changed.Add(("reason", Scalar(terms.Reason)));
        if (old.Owner != terms.Owner)
            changed.Add(("owner", Scalar(terms.Owner)));
        foreach (var (name, value) in changed)
        {
            for (var at = old.Location.Line - 1; at >= 0 && at < text.Count && (at == old.Location.Line - 1 || !IsItem(text[at])); at++)
            {
                var rest = text[at].TrimStart(' ', '-');
                if (!rest.StartsWith(name + ": ", StringComparison.Ordinal) || (at + 1 < text.Count && IndentOf(text[at + 1]) > text[at].Length - rest.Length))
                    continue;
                lines.Add((at, text[at][..^rest.Length] + $"{name}: {value}"));
                break;
            }
        }

        if (lines.Count < changed.Count)
            return false;
        foreach (var (at, line) in lines)
            text.Replace(at, line);
        return true;
    }

    private static int IndentOf(string line) => line.Length - line.TrimStart(' ').Length;

    /// <summary>Whether another rule or section begins at a line.</summary>
    private static bool IsItem(string line) => line.TrimStart() is ['-', ..] || (line.Length > 0 && line[0] is not (' ' or '#' or '-'));

    /// <summary>Whether a file says what it said before, and the new rules.</summary>
    private static bool Says(ApplicationFile after, ApplicationDefinition before, List<(RuleDraft Draft, RuleTerms Terms)> added)
    {
        if (after.Application is not { } now || now.Rules.Length != before.Rules.Length + added.Count || now.Name != before.Name
            || !now.Environments.Select(e => e.Name).SequenceEqual(before.Environments.Select(e => e.Name)) || !now.Components.Select(c => c.Name).SequenceEqual(before.Components.Select(c => c.Name)))
            return false;
        var left = now.Rules.Select(Without).ToList();
        return before.Rules.Select(Without).Concat(added.Select(a => Rule(a.Draft, a.Terms))).All(left.Remove);
    }

    private static DifferenceRule Without(DifferenceRule rule) => rule with { Id = "", Location = new SourceLocation("") };

    private static DifferenceRule Rule(RuleDraft draft, RuleTerms terms) => new(
        draft.Kind, "", draft.Component, draft.Environment, draft.Resource, null, draft.Property, draft.Value, terms.Reason, terms.Owner, terms.Expires, null, new SourceLocation(""))
    { IsAbsent = draft.IsAbsent };
}
