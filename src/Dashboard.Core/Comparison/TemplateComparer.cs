using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <summary>A difference between two templates.</summary>
/// <param name="Section">"Resources", "Outputs", ...</param>
/// <param name="Entry">The resource or other entry of the section; empty for a section that is no mapping.</param>
/// <param name="Type">Of a resource its type, of the right side where the two differ; else null.</param>
/// <param name="Path">The leaf, from the entry ("/Properties/BucketName", "/DependsOn"); the root where the whole entry stands on one side only.</param>
/// <param name="Kind">How they differ.</param>
/// <param name="Left">The left value, or null.</param>
/// <param name="Right">The right value, or null.</param>
/// <param name="Impact">What bringing left to right would do.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="Detail">Why it is not sure, for people; else null.</param>
/// <param name="Normalisers">The ids of the rules under which the two sides were compared.</param>
/// <param name="Renamed">Of a resource that was removed or added as a whole: the other one that is likely the same under another name, or null.</param>
public sealed record TemplateDifference(
    string Section,
    string Entry,
    string? Type,
    PropertyPath Path,
    DifferenceKind Kind,
    PropertyValue? Left,
    PropertyValue? Right,
    Impact Impact,
    Confidence Confidence,
    string? Detail,
    ImmutableArray<string> Normalisers,
    string? Renamed = null);

/// <summary>A difference of spelling between two templates that a normaliser folded.</summary>
/// <param name="Section">The section.</param>
/// <param name="Entry">The resource or other entry.</param>
/// <param name="Type">Of a resource its type; else null.</param>
/// <param name="Path">Where, from the entry.</param>
/// <param name="Normaliser">The rule's id.</param>
/// <param name="Left">The left value, or null.</param>
/// <param name="Right">The right value, or null.</param>
public sealed record TemplateFold(string Section, string Entry, string? Type, PropertyPath Path, string Normaliser, PropertyValue? Left, PropertyValue? Right);

/// <summary>The comparison of two templates; everything is in the order of sections, entries and paths.</summary>
/// <param name="Differences">What differs, or may differ.</param>
/// <param name="FoldedCount">How many differences of spelling were folded.</param>
/// <param name="Folded">These, where they were asked for.</param>
/// <param name="UnknownAlike">Places that both sides spell alike although neither is known.</param>
public sealed record TemplateComparison(
    ImmutableArray<TemplateDifference> Differences, int FoldedCount, ImmutableArray<TemplateFold> Folded, ImmutableArray<(string Section, string Entry, PropertyPath Path, string Detail)> UnknownAlike)
{
    /// <summary>How many differences and open questions were left out, since nobody asked for any as sure as they are.</summary>
    public int LeftOut { get; init; }

    /// <summary>Whether the two are equal for certain.</summary>
    public bool AreEqual => Differences.IsEmpty && UnknownAlike.IsEmpty && LeftOut == 0;
}

/// <summary>Compares two templates, section by section and entry by entry.</summary>
public static class TemplateComparer
{
    /// <summary>Compares two templates.</summary>
    /// <param name="left">What is expected.</param>
    /// <param name="right">What is there.</param>
    /// <param name="options"><see cref="ComparisonOptions.Sources"/> for texts, <see cref="ComparisonOptions.Templates"/> for what is rendered.</param>
    public static TemplateComparison Compare(TemplateContent left, TemplateContent right, ComparisonOptions options)
    {
        var run = new Run(options with { HasIndexesOfRight = true });
        run.Open(left, right);
        var rightByName = right.Sections.ToDictionary(s => s.Name, StringComparer.Ordinal);
        var leftByName = left.Sections.ToDictionary(s => s.Name, StringComparer.Ordinal);
        foreach (var section in TemplateContent.Sorted(left.Sections.Concat(right.Sections.Where(s => !leftByName.ContainsKey(s.Name)))).Sections)
            run.Compare(section.Name, Entries(leftByName, section.Name), Entries(rightByName, section.Name));
        return run.Result();
    }

    private static ImmutableArray<TemplateEntry> Entries(Dictionary<string, TemplateSection> sections, string name) =>
        sections.TryGetValue(name, out var section) ? section.Entries : [];

    private sealed class Run(ComparisonOptions options)
    {
        private readonly ImmutableArray<TemplateDifference>.Builder _differences = ImmutableArray.CreateBuilder<TemplateDifference>();
        private readonly ImmutableArray<TemplateFold>.Builder _folded = ImmutableArray.CreateBuilder<TemplateFold>();
        private readonly ImmutableArray<(string, string, PropertyPath, string)>.Builder _unknown = ImmutableArray.CreateBuilder<(string, string, PropertyPath, string)>();
        private int _foldedCount;

        /// <summary>Why a resource that only one side lists may be among what the other makes: of the left side, and of the right.</summary>
        private (string? Left, string? Right) _makers;

        public TemplateComparison Result() => new(_differences.ToImmutable(), _foldedCount, _folded.ToImmutable(), _unknown.ToImmutable());

        /// <summary>Takes in what makes entries that nobody can list on one side, and does not on the other.</summary>
        public void Open(TemplateContent left, TemplateContent right)
        {
            _makers = (Maker(left, right), Maker(right, left));

            static string? Maker(TemplateContent side, TemplateContent other) => side.Sections
                .Where(s => s.Name is TemplateContent.Resources or "Transform")
                .SelectMany(s => s.Entries.Where(e => e.Value is UnresolvedValue && !IsOn(other, s.Name, e)))
                .Select(e => ((UnresolvedValue)e.Value).Reason)
                .FirstOrDefault();

            static bool IsOn(TemplateContent side, string section, TemplateEntry entry) =>
                SymbolicRules.IsMadeOfKnown(entry.Value) && side.Sections.Any(s => s.Name == section && s.Entries.Contains(entry));
        }

        public void Compare(string section, ImmutableArray<TemplateEntry> left, ImmutableArray<TemplateEntry> right)
        {
            (left, right) = (LoopEntries.WrittenOut(left, right), LoopEntries.WrittenOut(right, left));
            var made = LoopEntries.MayBeMade(left, right);
            var renames = section == TemplateContent.Resources ? RenameFinder.Find(left, right, options) : RenameFinder.None;
            int l = 0, r = 0;
            while (l < left.Length || r < right.Length)
            {
                var order = l >= left.Length ? 1 : r >= right.Length ? -1 : string.CompareOrdinal(left[l].Name, right[r].Name);
                if (order == 0)
                    CompareEntry(section, left[l++], right[r++]);
                else
                    Whole(section, order < 0 ? left[l++] : null, order > 0 ? right[r++] : null, renames, made);
            }
        }

        /// <summary>An entry on one side only.</summary>
        private void Whole(string section, TemplateEntry? left, TemplateEntry? right, IReadOnlyDictionary<string, string> renames, IReadOnlyDictionary<string, string> made)
        {
            var (name, type) = ((left ?? right)!.Name, TypeOf(section, (left ?? right)!));
            var impact = type is null ? (section == "Outputs" ? Impact.Update : Impact.Unknown) : left is null ? Impact.Create : Impact.Delete;
            var open = made.TryGetValue(name, out var loop) ? $"what {loop} makes is not known"
                : (left ?? right)!.Open?.Explanation
                ?? (type is not null && (left is null ? _makers.Left : _makers.Right) is { } maker ? $"it may be there on both sides: {maker}" : null);
            _differences.Add(new TemplateDifference(
                section, name, type, PropertyPath.Root, left is null ? DifferenceKind.Add : DifferenceKind.Remove, left?.Value, right?.Value, impact,
                open is null ? Confidence.Confirmed : Confidence.Unverifiable, open, [], renames.GetValueOrDefault(name)));
        }

        private void CompareEntry(string section, TemplateEntry left, TemplateEntry right)
        {
            var type = TypeOf(section, right);
            if (type is not null && left.Type != right.Type)
            {
                _differences.Add(new TemplateDifference(
                    section, right.Name, type, PropertyPath.Root.Append("Type"), DifferenceKind.NotEqual, new ScalarValue(left.Type), new ScalarValue(right.Type), Impact.Replacement,
                    Confidence.Confirmed, null, []));
                return;
            }

            var result = type is not null && left.Value is MapValue leftMap && right.Value is MapValue rightMap
                ? ResourceComparer.CompareWhole(type, leftMap, rightMap, options)
                : ResourceComparer.CompareValues(left.Value, right.Value, options, LoopEntries.IsLoop(right));
            Add(section, right.Name, type, result);
        }

        private void Add(string section, string entry, string? type, ComparisonResult result)
        {
            _foldedCount += result.FoldedCount;
            foreach (var fold in result.Folded)
                _folded.Add(new TemplateFold(section, entry, type, fold.Path, fold.Normaliser, fold.Left, fold.Right));
            if (result.Differences.IsEmpty && result.Unverified.IsEmpty)
                return;
            var open = result.Unverified.Where(u => !Equals(u.Left, u.Right)).Select(u => new TemplateDifference(
                section, entry, type, u.Path, KindOf(u), u.Left, u.Right, ImpactOf(section, type, u.Path, ImpactAt(type, u.Path)), u.Confidence, u.Detail,
                u.Confidence == Confidence.Possible ? [MaskedText.Rule.Id] : []));
            var found = result.Differences.Select(d => new TemplateDifference(
                section, entry, type, d.Path, d.Kind, d.Left, d.Right, ImpactOf(section, type, d.Path, d.Impact), d.Confidence, d.Detail, d.Normalisers));
            _differences.AddRange(found.Concat(open).OrderBy(d => d.Path, PathOrder.Instance).ThenBy(d => d.Kind));
            _unknown.AddRange(result.Unverified.Where(u => Equals(u.Left, u.Right) && !IsSame(u)).Select(u => (section, entry, u.Path, u.Detail)));
        }

        /// <summary>Whether both sides make a value that nobody knows of the same.</summary>
        private static bool IsSame(UnverifiedLeaf leaf) => leaf.Left is { } left && SymbolicRules.IsMadeOfKnown(left);

        private static DifferenceKind KindOf(UnverifiedLeaf leaf) =>
            leaf.Left is null ? DifferenceKind.Add : leaf.Right is null ? DifferenceKind.Remove : DifferenceKind.NotEqual;

        private static string? TypeOf(string section, TemplateEntry entry) => section == TemplateContent.Resources ? entry.Type : null;

        /// <summary>What a change at a place of a resource does.</summary>
        private static Impact ImpactAt(string? type, PropertyPath path)
        {
            if (type is null)
                return Impact.Unknown;
            var traits = TraitsCatalog.Get(type);
            return traits.ImpactAt(traits.Resource.At(path));
        }

        /// <summary>Attributes never replace; what parameters, conditions and mappings do depends on what uses them.</summary>
        private static Impact ImpactOf(string section, string? type, PropertyPath path, Impact impact) =>
            type is null ? (section == "Outputs" ? Impact.Update : Impact.Unknown)
            : !TraitsCatalog.Get(type).IsKnown ? Impact.Unknown
            : path.TopLevelName == "Properties" && impact != Impact.Unknown ? impact : Impact.Update;
    }
}
