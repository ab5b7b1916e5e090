namespace Dashboard.Templates.Intrinsics;

/// <summary>In Rules: <c>Fn::RefAll</c>, <c>Fn::ValueOf</c>, <c>Fn::ValueOfAll</c>: they ask the account for what it holds, so the call is kept.</summary>
internal static class AccountFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call) => call.Keep(call.Evaluate(call.Argument));
}
