using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Types;

namespace Dashboard.Sandbox.Estate;

/// <summary>The stack that somebody lays hands on.</summary>
/// <param name="Cloud">The cloud.</param>
/// <param name="Account">The stack's account.</param>
/// <param name="Region">Its region.</param>
/// <param name="StackName">Its name.</param>
/// <param name="By">Who it is.</param>
internal sealed record HandScope(SandboxCloud Cloud, string Account, string Region, string StackName, SandboxCaller By)
{
    /// <summary>The resource as the stack knows it, or null where the stack has none.</summary>
    public SandboxResource? Deployed(string address) => Cloud.Read(Account, Region).ResourceAt(StackName, address);

    /// <summary>The live resource, or null where somebody deleted it.</summary>
    public LiveEntry? Live(string address) => Deployed(address) is { } resource ? Live(new LiveKey(resource.Type, resource.Identifier)) : null;

    /// <summary>The live resource, or null.</summary>
    public LiveEntry? Live(LiveKey key) => Cloud.Read(Account, Region).Live.GetValueOrDefault(key);
}

/// <summary>A call of Cloud Control.</summary>
/// <param name="Operation">As the aws command spells it: "update-resource".</param>
/// <param name="Members">The members of its input, in order.</param>
internal sealed record HandCall(string Operation, params ImmutableArray<(string Name, string Value)> Members);

/// <summary>A believable mistake that can be made by hand and taken back. Whether it is made is read off the cloud, however it was made.</summary>
/// <param name="Address">The resource's path of logical ids in its stack; empty for one that is not in any.</param>
internal abstract record HandMistake(string Address)
{
    /// <summary>Whether it is in place.</summary>
    public abstract bool IsApplied(HandScope scope);

    /// <summary>Makes it; only called where it is not in place.</summary>
    public abstract void Apply(HandScope scope);

    /// <summary>Takes it back; only called where it is in place.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="before">The resource before the mistake; null where there was none.</param>
    public abstract void Revert(HandScope scope, LiveEntry? before);

    /// <summary>The call of Cloud Control that makes it.</summary>
    public abstract HandCall Call(HandScope scope);

    /// <summary>The members that name the resource.</summary>
    protected IEnumerable<(string Name, string Value)> Identity(HandScope scope) =>
        scope.Deployed(Address) is { } resource ? [("TypeName", resource.Type), ("Identifier", resource.Identifier)] : [];

    /// <summary>Patches the live resource.</summary>
    protected void Patch(HandScope scope, string patch) => scope.Cloud.ChangeByHand(scope.Account, scope.Region, scope.StackName, Address, patch, scope.By);
}

/// <summary>A property is set to another value.</summary>
/// <param name="Address">The resource.</param>
/// <param name="Path">A JSON pointer that goes through maps only.</param>
/// <param name="Json">The value.</param>
internal sealed record SetsProperty(string Address, string Path, string Json) : HandMistake(Address)
{
    private readonly PropertyValue _value = JsonValues.Parse(Json);

    /// <inheritdoc />
    public override bool IsApplied(HandScope scope) => scope.Live(Address) is { } live && _value.Equals(Value(live));

    /// <inheritdoc />
    public override void Apply(HandScope scope) => Patch(scope, Operation(Json));

    /// <inheritdoc />
    public override void Revert(HandScope scope, LiveEntry? before) => Patch(
        scope, before is not null && Value(before) is { } value ? Operation(JsonValues.Write(value)) : $$"""[{"op":"remove","path":"{{Path}}"}]""");

    /// <inheritdoc />
    public override HandCall Call(HandScope scope) => new("update-resource", [.. Identity(scope), ("PatchDocument", Operation(Json))]);

    private string Operation(string json) => $$"""[{"op":"add","path":"{{Path}}","value":{{json}}}]""";

    private PropertyValue? Value(LiveEntry live) => ValuePaths.Get(live.Properties, ValuePaths.Names(Path));
}

/// <summary>An item is added to a list.</summary>
/// <param name="Address">The resource.</param>
/// <param name="Property">The list: a top-level property that is there.</param>
/// <param name="Json">The item, in the spelling of the service.</param>
internal sealed record AddsItem(string Address, string Property, string Json) : HandMistake(Address)
{
    private readonly PropertyValue _item = JsonValues.Parse(Json);

    /// <inheritdoc />
    public override bool IsApplied(HandScope scope) => Index(scope) >= 0;

    /// <inheritdoc />
    public override void Apply(HandScope scope) => Patch(scope, Operation);

    /// <inheritdoc />
    public override void Revert(HandScope scope, LiveEntry? before) =>
        Patch(scope, string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""[{"op":"remove","path":"/{{Property}}/{{Index(scope)}}"}]"""));

    /// <inheritdoc />
    public override HandCall Call(HandScope scope) => new("update-resource", [.. Identity(scope), ("PatchDocument", Operation)]);

    private string Operation => $$"""[{"op":"add","path":"/{{Property}}/-","value":{{Json}}}]""";

    private int Index(HandScope scope) => scope.Live(Address)?.Properties[Property] is ListValue list ? list.Items.IndexOf(_item) : -1;
}

/// <summary>A resource is deleted.</summary>
internal sealed record DeletesResource(string Address) : HandMistake(Address)
{
    /// <inheritdoc />
    public override bool IsApplied(HandScope scope) => scope.Deployed(Address) is not null && scope.Live(Address) is null;

    /// <inheritdoc />
    public override void Apply(HandScope scope) => scope.Cloud.DeleteByHand(scope.Account, scope.Region, scope.StackName, Address, scope.By);

    /// <inheritdoc />
    public override void Revert(HandScope scope, LiveEntry? before)
    {
        if (before is not null && scope.Deployed(Address)?.Identifier == before.Key.Identifier)
            scope.Cloud.Restore(scope.Account, scope.Region, before, scope.By);
    }

    /// <inheritdoc />
    public override HandCall Call(HandScope scope) => new("delete-resource", [.. Identity(scope)]);
}

/// <summary>A resource appears that stands in no template.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Identifier">Its primary identifier, given the scope.</param>
/// <param name="Json">What is asked for.</param>
internal sealed record CreatesResource(string Type, Func<HandScope, string> Identifier, string Json) : HandMistake("")
{
    /// <inheritdoc />
    public override bool IsApplied(HandScope scope) => scope.Live(new LiveKey(Type, Identifier(scope))) is not null;

    /// <inheritdoc />
    public override void Apply(HandScope scope) => scope.Cloud.CreateResource(scope.Account, scope.Region, Type, (MapValue)JsonValues.Parse(Json), scope.By);

    /// <inheritdoc />
    public override void Revert(HandScope scope, LiveEntry? before) =>
        scope.Cloud.DeleteResource(scope.Account, scope.Region, Type, Identifier(scope), scope.By);

    /// <inheritdoc />
    public override HandCall Call(HandScope scope) => new("create-resource", ("TypeName", Type), ("DesiredState", Json));
}
