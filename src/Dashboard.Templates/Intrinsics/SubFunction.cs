using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!Sub "text ${Name} ${Resource.Attribute} ${!Literal}"</c>, or a list of the text and a mapping of further names.</summary>
internal static class SubFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        // What a macro makes may be a text, and nobody knows what that names.
        if (call.Argument is MappingNode { Entries: [{ Key.Text: "Fn::Transform" }] } && call.Evaluate(call.Argument) is UnresolvedValue made)
            return made.WithoutSource();
        var (template, names) = call.Argument switch
        {
            ScalarNode scalar => (scalar, null),
            SequenceNode { Items: [ScalarNode scalar] } => (scalar, null),
            SequenceNode { Items: [ScalarNode scalar, MappingNode mapping] } => (scalar, mapping),
            _ => (null, null),
        };
        if (template is null)
            return call.Fail("Fn::Sub must be a text, or a list of a text and a mapping.");
        var parts = new List<PropertyValue>();
        var isSecret = call.Stack.Loops?.IsSecret(template) == true;
        foreach (var (kind, name) in SubstitutionText.Read(template.Text))
        {
            var part = kind == SubstitutionKind.Text ? (isSecret ? call.Session.Vault.Hide(name) : new ScalarValue(name)) : Resolve(call, names, name);
            if (part is ListValue or MapValue)
                return call.Fail($"Fn::Sub needs a text for ${{{name}}}, which is a list or a mapping.");
            if (part is not null)
                parts.Add(part);
        }

        return call.Compose(parts);
    }

    private static PropertyValue? Resolve(IntrinsicCall call, MappingNode? names, string name)
    {
        if (names?[name] is { } own)
            return call.Evaluate(own);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < name.Length - 1 ? GetAttFunction.Resolve(call, name[..dot], name[(dot + 1)..]) : RefFunction.Resolve(call, name);
    }
}
