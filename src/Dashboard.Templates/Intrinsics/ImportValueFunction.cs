using Dashboard.Core.Secrets;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!ImportValue name</c>: the value of another stack's export, where the caller knows it.</summary>
internal static class ImportValueFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        var name = call.Evaluate(call.Argument);
        if (name is ListValue or MapValue or null)
            return call.Fail("Fn::ImportValue needs the name of an export.");
        if (call.Session.TextOf(name) is not { IsSecret: false } known)
            return call.Keep(name);
        PropertyValue value = call.Session.Request.Import(known.Text) switch
        {
            // CloudFormation masks no output: what another stack exports under a credential's name, or in its form, is one here too.
            ScalarValue { Text: var text } when CredentialDetector.LooksLikeCredential(known.Text, text) => call.Session.Vault.Hide(text),
            null => new UnresolvedValue($"export {known.Text} is not known"),
            var exported => exported,
        };
        if (call.IsSymbolic)
            call.Scope.Dependencies.Add(call.Scope.Path, call.Stack.ImportOf(known.Text, value));
        return value;
    }
}
