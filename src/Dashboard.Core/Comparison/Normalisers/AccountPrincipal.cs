using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>An account as a principal.</summary>
internal sealed class AccountPrincipal() : ScalarNormaliser(
    "CMP005",
    "Account as a principal",
    "In a policy the principal 123456789012 is arn:aws:iam::123456789012:root, in whatever partition. Accounts are texts: a leading zero belongs to them.",
    NormaliserSample.Same(
        "AWS::IAM::Role",
        """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}}""",
        """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}]}}"""),
    NormaliserSample.Different(
        "AWS::IAM::Role",
        """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Principal":{"AWS":"012345678901"},"Action":"sts:AssumeRole"}]}}""",
        """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Principal":{"AWS":"12345678901"},"Action":"sts:AssumeRole"}]}}"""))
{
    public override string? Canonical(ScalarValue value, TraitCursor place) => place.Has(TraitFlags.AccountPrincipal) ? RootAccount(value.Text) : null;

    /// <summary>The account of "arn:aws:iam::123456789012:root", whatever the partition.</summary>
    private static string? RootAccount(string text)
    {
        if (!text.StartsWith("arn:", StringComparison.Ordinal))
            return null;
        var parts = text.Split(':');
        return parts is ["arn", _, "iam", "", { Length: 12 } account, "root"] && account.All(char.IsAsciiDigit) ? account : null;
    }
}
