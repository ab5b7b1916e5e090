namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!GetAZs region</c>: which zones an account has in a region only its own service knows, so the call is kept.</summary>
internal static class GetAZsFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        var region = call.Evaluate(call.Argument);
        return call.Keep(region is null or ScalarValue { Text: "" } ? call.Stack.Pseudo("AWS::Region") : region);
    }
}
