using System.IO.Enumeration;
using System.Text.Json;

namespace Dashboard.Sandbox.Cloud.Access;

/// <summary>What a policy document allows: a denial wins, and what is not allowed is not.</summary>
internal sealed class RolePolicy
{
    private readonly ImmutableArray<string> _allowed;
    private readonly ImmutableArray<string> _denied;

    private RolePolicy(ImmutableArray<string> allowed, ImmutableArray<string> denied) => (_allowed, _denied) = (allowed, denied);

    /// <summary>Reads {"Statement":[{"Effect":"Allow","Action":["s3:Get*"]}]}; both may also be single instead of lists.</summary>
    /// <exception cref="SandboxException">MalformedPolicyDocument.</exception>
    public static RolePolicy Read(string document)
    {
        try
        {
            if (JsonValues.Parse(document) is not MapValue root)
                throw Malformed();
            var (allowed, denied) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>());
            foreach (var statement in Items(root["Statement"]).Select(s => s as MapValue ?? throw Malformed()))
            {
                var actions = statement["Action"] is { } action ? Items(action).Select(a => (a as ScalarValue)?.Text ?? throw Malformed()) : throw Malformed();
                (statement["Effect"] switch
                {
                    ScalarValue { Text: "Allow" } => allowed,
                    ScalarValue { Text: "Deny" } => denied,
                    _ => throw Malformed(),
                }).AddRange(actions);
            }

            return new RolePolicy(allowed.ToImmutable(), denied.ToImmutable());
        }
        catch (JsonException)
        {
            throw Malformed();
        }
    }

    /// <summary>How a simulation calls the end of an action.</summary>
    public string Decision(string action) => _denied.Any(p => Matches(p, action)) ? "explicitDeny" : _allowed.Any(p => Matches(p, action)) ? "allowed" : "implicitDeny";

    /// <summary>How an action ends: null where it is allowed, otherwise why not, in the words that the services use.</summary>
    public string? Refusal(string action) =>
        _denied.Any(p => Matches(p, action)) ? "with an explicit deny in an identity-based policy"
        : _allowed.Any(p => Matches(p, action)) ? null
        : $"because no identity-based policy allows the {action} action";

    // An action that a handler asks for may itself be a pattern ("autoscaling:Describe*"): the same pattern or a wider one allows it.
    private static bool Matches(string pattern, string action) => FileSystemName.MatchesSimpleExpression(pattern, action);

    private static ImmutableArray<PropertyValue> Items(PropertyValue? value) => value switch
    {
        ListValue list => list.Items,
        null => throw Malformed(),
        _ => [value],
    };

    private static SandboxException Malformed() => new("MalformedPolicyDocument", "A policy document needs statements with an Effect (Allow or Deny) and an Action.");
}
