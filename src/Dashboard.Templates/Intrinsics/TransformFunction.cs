using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>Fn::Transform: {Name: macro}</c>: what a macro makes is known at deployment only.</summary>
internal static class TransformFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        var name = call.Argument switch
        {
            MappingNode mapping when mapping["Name"] is ScalarNode given => given.Text,
            ScalarNode given => given.Text,
            _ => "without a name",
        };
        call.Session.Report(DiagnosticSeverity.Warning, call.Stack.At(call.Node), call.Scope.Key,
            $"The macro {name} is expanded at deployment only; what it makes cannot be verified.");
        return new UnresolvedValue($"macro {name}{Location(call)}") { Source = call.Stack.SourceOf(call.Node) };
    }

    /// <summary>What AWS::Include would have included.</summary>
    private static string Location(IntrinsicCall call) =>
        call.Argument is MappingNode mapping && mapping["Parameters"] is MappingNode parameters && parameters["Location"] is { } location
        && call.Session.TextOf(call.Evaluate(location)) is { IsSecret: false } known
            ? " of " + known.Text
            : "";
}
