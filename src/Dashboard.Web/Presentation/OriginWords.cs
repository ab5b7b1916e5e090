using System.Collections.Immutable;
using Dashboard.Core.Values;
using Dashboard.Sources.Scanning;

namespace Dashboard.Web.Presentation;

/// <summary>Says where the repository sets a value.</summary>
public static class OriginWords
{
    /// <summary>The places, the one that holds the value first: a mapping's or a parameter's before the property's, which only refers to it.</summary>
    public static ImmutableArray<OriginStep> HolderFirst(ImmutableArray<OriginStep> chain) => [.. chain.OrderBy(s => s.Kind switch { "mapping" => 0, "parameter" => 1, "default" => 2, "property" => 3, _ => 4 })];

    /// <summary>"set at", "used at" or "condition IsProduction": what stands before a place.</summary>
    /// <param name="step">The place.</param>
    /// <param name="isFirst">Whether it holds the value.</param>
    /// <param name="path">The property.</param>
    /// <param name="isAbsent">Whether the repository says nothing at the property itself: then the place is the nearest one around it.</param>
    public static string Before(OriginStep step, bool isFirst, PropertyPath path, bool isAbsent) => !isFirst ? step.Kind == "property" ? "used at" : $"{step.Kind} {step.Name}"
        : !isAbsent || path.Segments.IsEmpty ? "set at"
        : path.Segments[^1].Name is null ? "not in the repository; the list around it is set at" : "not in the repository; what is around it is set at";

    /// <summary>"parameter Ingress": what the place that holds the value is; null where that is the property itself.</summary>
    public static string? Holder(OriginStep step) => step.Kind == "property" ? null : $"{step.Kind} {step.Name}";
}
