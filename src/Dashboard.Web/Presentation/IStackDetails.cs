using System.Collections.Immutable;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Scanning;

namespace Dashboard.Web.Presentation;

/// <summary>What the repository knows about one stack beyond its verdict: where a value is set, who wrote that line, and the template's text.</summary>
/// <remarks>Answers come from git and may take a while, so a screen asks only for what somebody looks at.</remarks>
public interface IStackDetails
{
    /// <summary>The whole chain from a value to its source: property, parameter, mapping, each with its line and commit. Empty where the repository says nothing.</summary>
    Task<ImmutableArray<OriginStep>> ExplainAsync(StackKey stack, ResourceAddress address, PropertyPath path, CancellationToken cancellation);

    /// <summary>The place that decides a property's desired value, or null where the repository says nothing of it.</summary>
    Task<OriginDocument?> OriginAsync(StackKey stack, ResourceAddress address, PropertyPath path, CancellationToken cancellation);

    /// <summary>The text of the template that defines a resource, secrets masked; null where it cannot be read.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="address">A resource; of one in a nested stack the nested template is returned. <see cref="ResourceAddress.Stack"/>: the outermost template.</param>
    /// <param name="cancellation">Given up when the page goes.</param>
    Task<TemplateText?> TemplateAsync(StackKey stack, ResourceAddress address, CancellationToken cancellation);
}
