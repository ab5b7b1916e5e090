using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!GetAtt Resource.Attribute</c> or <c>[Resource, Attribute]</c>, where AWS::LanguageExtensions allows functions for both; of a nested stack also <c>Outputs.Name</c>.</summary>
internal static class GetAttFunction
{
    private const string Shape = "Fn::GetAtt must be \"Resource.Attribute\" or a list of the two.";

    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        switch (call.Argument)
        {
            case ScalarNode { Text: var text } when text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && dot < text.Length - 1:
                return Resolve(call, text[..dot], text[(dot + 1)..]);
            case SequenceNode { Items: [ScalarNode { Kind: not ScalarKind.Null } owner, ScalarNode { Kind: not ScalarKind.Null } named] } when call.Stack.Loops is null:
                return Resolve(call, owner.Text, named.Text);
            case SequenceNode { Items: [var idNode, var attributeNode] }:
                var (id, attribute) = (call.Evaluate(idNode), call.Evaluate(attributeNode));
                if (id is ListValue or MapValue or null || attribute is ListValue or MapValue or null)
                    return call.Fail(Shape);
                if (call.Session.TextOf(id) is { IsSecret: false } known && call.Session.TextOf(attribute) is { IsSecret: false } name)
                    return Resolve(call, known.Text, name.Text);
                return call.Keep(id, attribute);
            case SequenceNode { Items: [ScalarNode { Text: var first }, .. var rest] } when rest.Length > 1 && rest.All(r => r is ScalarNode):
                return Resolve(call, first, string.Join('.', rest.Cast<ScalarNode>().Select(r => r.Text)));
            default:
                return call.Fail(Shape);
        }
    }

    /// <summary>An attribute of a resource of the template.</summary>
    public static PropertyValue Resolve(IntrinsicCall call, string logicalId, string attribute)
    {
        if (call.Stack.ModuleOf(logicalId) is { } module)
            return RefFunction.Module($"{logicalId}.{attribute}", module);
        if (call.Stack.IndexOf(logicalId) is not { } resource)
        {
            return call.Stack.HasMacros
                ? new UnresolvedValue($"{logicalId}.{attribute} is made by a macro")
                : call.Fail($"The template has no resource {logicalId}.");
        }

        if (call.Stack.WhyAbsent(resource) is { } condition)
            return call.Fail($"The resource {logicalId} is not made, since its condition {condition} is false.");
        const string Outputs = "Outputs.";
        if (!attribute.StartsWith(Outputs, StringComparison.Ordinal))
            return call.Attribute(resource, attribute);
        if (call.Stack.IsOpen(logicalId))
            return call.Fail($"{logicalId}.{attribute} depends on itself.");
        if (call.Stack.Nested(logicalId) is not { } nested)
            return call.Attribute(resource, attribute);
        if (nested.Output(attribute[Outputs.Length..]) is not { } output)
            return call.Fail($"The nested template {nested.File} has no output {attribute[Outputs.Length..]}.");
        call.Stack.Graph.Add(resource);
        return call.Reuse(output.Value, output.Dependencies);
    }
}
