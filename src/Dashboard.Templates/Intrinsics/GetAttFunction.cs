using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!GetAtt Resource.Attribute</c> or <c>[Resource, Attribute]</c>; of a nested stack also <c>Outputs.Name</c>.</summary>
internal static class GetAttFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        switch (call.Argument)
        {
            case ScalarNode { Text: var text } when text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && dot < text.Length - 1:
                return Resolve(call, text[..dot], text[(dot + 1)..]);
            case SequenceNode { Items: [ScalarNode { Text: var id }, var attributeNode] }:
                var attribute = call.Evaluate(attributeNode);
                return call.Session.TextOf(attribute) is { IsSecret: false } known
                    ? Resolve(call, id, known.Text)
                    : call.Keep(new ScalarValue(id), attribute);
            case SequenceNode { Items: [ScalarNode { Text: var id }, .. var rest] } when rest.Length > 1 && rest.All(r => r is ScalarNode):
                return Resolve(call, id, string.Join('.', rest.Cast<ScalarNode>().Select(r => r.Text)));
            default:
                return call.Fail("Fn::GetAtt must be \"Resource.Attribute\" or a list of the two.");
        }
    }

    /// <summary>An attribute of a resource of the template.</summary>
    public static PropertyValue Resolve(IntrinsicCall call, string logicalId, string attribute)
    {
        if (!call.Stack.HasResource(logicalId))
        {
            return call.Stack.HasMacros
                ? new UnresolvedValue($"{logicalId}.{attribute} is made by a macro")
                : call.Fail($"The template has no resource {logicalId}.");
        }

        if (call.Stack.WhyAbsent(logicalId) is { } condition)
            return call.Fail($"The resource {logicalId} is not made, since its condition {condition} is false.");
        const string Outputs = "Outputs.";
        if (!attribute.StartsWith(Outputs, StringComparison.Ordinal))
            return call.Attribute(logicalId, attribute);
        if (call.Stack.IsOpen(logicalId))
            return call.Fail($"{logicalId}.{attribute} depends on itself.");
        if (call.Stack.Nested(logicalId) is not { } nested)
            return call.Attribute(logicalId, attribute);
        if (nested.Output(attribute[Outputs.Length..]) is not { } output)
            return call.Fail($"The nested template {nested.File} has no output {attribute[Outputs.Length..]}.");
        call.Stack.Graph.Add(logicalId);
        return call.Reuse(output.Value, output.Dependencies);
    }
}
