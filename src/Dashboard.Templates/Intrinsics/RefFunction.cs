using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!Ref Name</c>: a parameter's value, a pseudo parameter, or a resource's physical id. With AWS::LanguageExtensions a function may make the name.</summary>
internal static class RefFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Argument is ScalarNode { Text: var name })
            return Resolve(call, name);
        var value = call.Evaluate(call.Argument);
        return value is ListValue or MapValue or null ? call.Fail("Ref must be a name.")
            : call.Session.TextOf(value) is { IsSecret: false } known ? Resolve(call, known.Text)
            : call.Keep(value);
    }

    /// <summary>What a name stands for; null for AWS::NoValue.</summary>
    public static PropertyValue? Resolve(IntrinsicCall call, string name)
    {
        switch (name)
        {
            case "AWS::NoValue":
                return null;
            case "AWS::AccountId" or "AWS::Region" or "AWS::StackName" or "AWS::StackId":
            case "AWS::Partition" or "AWS::URLSuffix" when call.Session.Request.Region.Length == 0:
                return call.Stack.Pseudo(name);
            case "AWS::Partition":
                return new ScalarValue(Partition(call.Session.Request.Region));
            case "AWS::URLSuffix":
                return new ScalarValue(Partition(call.Session.Request.Region) == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com");
            case "AWS::NotificationARNs":
                return new UnresolvedValue("AWS::NotificationARNs is known at deployment only");
        }

        if (call.Stack.Parameters.TryGetValue(name, out var parameter))
            return call.Reuse(parameter.Value, parameter.Dependencies);
        if (call.Stack.IndexOf(name) is { } resource)
        {
            return call.Stack.WhyAbsent(resource) is { } condition
                ? call.Fail($"The resource {name} is not made, since its condition {condition} is false.")
                : call.Attribute(resource, "Ref");
        }

        if (call.Stack.ModuleOf(name) is { } module)
            return Module(name, module);
        return call.Stack.HasMacros
            ? new UnresolvedValue($"{name} is made by a macro")
            : call.Fail($"The template has no parameter and no resource {name}.");
    }

    /// <summary>What stands for a resource of a module: the same name is the same resource.</summary>
    public static UnresolvedValue Module(string name, string module) => new($"{name} is defined by the module {module}") { Source = new ScalarValue(name) };

    private static string Partition(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";
}
