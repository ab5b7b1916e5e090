using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>An account as a principal.</summary>
internal sealed class AccountPrincipal() : ScalarNormaliser(
    "CMP005",
    "Account as a principal",
    "In a policy the principal 123456789012 is arn:aws:iam::123456789012:root, in whatever partition, and AWS::AccountId is the root of the stack's own account. Accounts are texts: a leading zero belongs to them.",
    NormaliserSample.Same(
        "AWS::IAM::Role",
        """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}}""",
        """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}]}}"""),
    NormaliserSample.Different(
        "AWS::IAM::Role",
        """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Principal":{"AWS":"012345678901"},"Action":"sts:AssumeRole"}]}}""",
        """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Principal":{"AWS":"12345678901"},"Action":"sts:AssumeRole"}]}}"""))
{
    public static readonly AccountPrincipal Instance = new();

    public override string? Canonical(ScalarValue value, TraitCursor place) => place.Has(TraitFlags.AccountPrincipal) ? RootAccount(value.Text) : null;

    /// <summary>The stack's own account of "arn:aws:iam::${AWS::AccountId}:root", whatever the partition; any other value as it is.</summary>
    public static PropertyValue OwnAccount(PropertyValue value) => value is CompositeValue composite && (composite.Parts switch
    {
        [ScalarValue { Text: ['a', 'r', 'n', ':', .., ':', 'i', 'a', 'm', ':', ':'] } start, var account, ScalarValue { Text: ":root" }] when start.Text.AsSpan().Count(':') == 4 => account,
        [ScalarValue { Text: "arn:" }, ReferenceValue { Attribute: "AWS::Partition" }, ScalarValue { Text: ":iam::" }, var account, ScalarValue { Text: ":root" }] => account,
        _ => null,
    }) is ReferenceValue { Attribute: "AWS::AccountId" } own ? own : value;

    /// <summary>The account of "arn:aws:iam::123456789012:root", whatever the partition.</summary>
    private static string? RootAccount(string text)
    {
        if (!text.StartsWith("arn:", StringComparison.Ordinal))
            return null;
        var parts = text.Split(':');
        return parts is ["arn", _, "iam", "", { Length: 12 } account, "root"] && account.All(char.IsAsciiDigit) ? account : null;
    }
}
