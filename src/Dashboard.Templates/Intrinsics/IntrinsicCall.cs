using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary>One call of a function in a template.</summary>
/// <param name="Evaluator">Evaluates its arguments.</param>
/// <param name="Name">Its long form: "Fn::Join".</param>
/// <param name="Node">The call.</param>
/// <param name="Argument">What stands behind the name.</param>
/// <param name="Scope">Where it stands.</param>
internal readonly record struct IntrinsicCall(Evaluator Evaluator, string Name, TemplateNode Node, TemplateNode Argument, Scope Scope)
{
    public RenderSession Session => Evaluator.Session;

    public StackRenderer Stack => Evaluator.Stack;

    /// <summary>Whether references keep standing for themselves.</summary>
    public bool IsSymbolic => Session.Request.Mode == ReferenceMode.Symbolic;

    /// <summary>Evaluates a node as an argument: no property of its own. Null: not there.</summary>
    public PropertyValue? Evaluate(TemplateNode node) => Evaluator.Evaluate(node, Scope.AsArgument());

    /// <summary>The items of an argument that must be a list of a certain length, or null after a diagnostic.</summary>
    public ImmutableArray<TemplateNode>? Items(int least, int most, string shape)
    {
        if (Argument is SequenceNode list && list.Items.Length >= least && list.Items.Length <= most)
            return list.Items;
        Fail($"{Name} must be {shape}.");
        return null;
    }

    /// <summary>Records an error; the call's value cannot be worked out.</summary>
    public UnresolvedValue Fail(string message) => Evaluator.Fail(Node, Scope, message);

    /// <summary>Says that a function needs the language extensions, where the template does not ask for them.</summary>
    public void RequireExtensions(string what) => Stack.RequireExtensions(what, Node, Scope.Key);

    /// <summary>The value of a call with a wrong shape, whose diagnostic has been recorded.</summary>
    public UnresolvedValue Malformed() => new($"{Name} is malformed");

    /// <summary>
    /// The call as it stands, since something in it is not known. What is unresolved in its arguments makes the whole unresolved, and a secret
    /// makes it a secret: a call that looks equal on two sides must be equal.
    /// </summary>
    public PropertyValue Keep(params ReadOnlySpan<PropertyValue?> arguments)
    {
        var kept = ImmutableArray.CreateBuilder<PropertyValue>(arguments.Length);
        foreach (var argument in arguments)
            kept.Add(argument switch
            {
                null => NoValue(),
                // An index 0 and an index "0" are one.
                ScalarValue { Kind: ScalarKind.Number or ScalarKind.Boolean } literal => new ScalarValue(literal.Text),
                _ => argument,
            });
        var call = new CallValue(Name, kept.MoveToImmutable());
        if (SecretPaths.HasSecret(call))
            return SecretValue.Unknowable;
        if (KeptValues.FirstUnresolved(call) is { } unresolved)
        {
            // What stays a call has its dynamic references replaced where it stands; this one would lose them.
            return !Session.Request.RevealSecrets && SecretPaths.HasSecret(DynamicReferences.Replace(call)) ? SecretValue.Unknowable : unresolved.WithoutSource();
        }

        return call.Size > KeptValues.MaxSize || call.Depth > KeptValues.MaxDepth
            ? Fail($"{Name} depends on what is not known, and is too large to keep as it stands.")
            : call;
    }

    /// <summary>An attribute of a resource of the template. What a function makes of its arguments may no longer show them: they are told beside it.</summary>
    public PropertyValue Attribute(int resource, string attribute)
    {
        var value = Stack.Attribute(resource, attribute);
        if (IsSymbolic && value is ReferenceValue reference && (Scope.IsArgument || Name == "Fn::Sub"))
            Scope.Dependencies.Add(Scope.Path, Stack.NeedOf(reference));
        return value;
    }

    /// <summary>A value that was worked out before and stands here too: it counts as much as if it were worked out again.</summary>
    public PropertyValue Reuse(PropertyValue value, ImmutableArray<Dependency> dependencies)
    {
        if (!Session.TryReuse(value, dependencies.Length))
            return Fail(RenderSession.TooMuch);
        Scope.Dependencies.AddRange(Scope.Path, dependencies);
        return value;
    }

    /// <summary>A text that a function made: guarded in its length, and a secret where it was made of one.</summary>
    public PropertyValue Text(string text, bool isSecret) =>
        !Session.TrySpendText(text.Length) ? TooLarge()
        : isSecret ? Session.Vault.Hide(text)
        : new ScalarValue(text);

    /// <summary>Concatenates parts under the guard on length.</summary>
    public PropertyValue Compose(List<PropertyValue> parts)
    {
        var length = 0L;
        foreach (var part in parts)
            length += Length(part);
        return Session.TrySpendText(length) ? Session.Compose(parts) : TooLarge();
    }

    public UnresolvedValue TooLarge() => Fail($"{Name} makes a text or a list that is too long.");

    /// <summary>What an argument that is AWS::NoValue looks like inside a call that is kept.</summary>
    public ReferenceValue NoValue() => new(new Dashboard.Core.Model.ResourceOwner(Session.Request.Stack, ResourceAddress.Stack), "AWS::NoValue");

    private static long Length(PropertyValue part) => part switch
    {
        ScalarValue s => s.Text.Length,
        CompositeValue c => c.Parts.Sum(Length),
        _ => 16,
    };
}
