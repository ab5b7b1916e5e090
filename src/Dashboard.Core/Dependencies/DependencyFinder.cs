using Dashboard.Core.Evaluation;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Dependencies;

/// <summary>Finds which resources the resources of a stack need: by what the template refers to, by DependsOn, and by a text in the template or in what runs where the schema declares that a property names another resource.</summary>
/// <remarks>
/// A reference stays one through Ref, GetAtt, Sub, Join, a condition that holds and a nested stack's parameter: rendering has followed all of these, and tells what it could not leave
/// standing (<see cref="RenderedResource.Needs"/>). A text that only happens to be another resource's name is no need.
/// </remarks>
public sealed class DependencyFinder
{
    private readonly StackKey _stack;
    private readonly IdentityMap _identities;
    private readonly Func<ResourceOwner, string?> _typeOf;
    private readonly HashSet<ResourceAddress> _addresses = [];
    private readonly SortedDictionary<(ResourceAddress From, string To), (ResourceOwner Owner, List<string> Reasons)> _found = new(Comparer<(ResourceAddress From, string To)>.Create(static (a, b) =>
        a.From.CompareTo(b.From) is var order and not 0 ? order : string.CompareOrdinal(a.To, b.To)));

    private DependencyFinder(StackKey stack, IdentityMap identities, Func<ResourceOwner, string?> typeOf) => (_stack, _identities, _typeOf) = (stack, identities, typeOf);

    /// <summary>What the resources of a stack need, each pair once, in order of addresses; without what a resource says of itself.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="template">Its template, rendered with references left as such.</param>
    /// <param name="running">What runs: where the template says nothing of a pair, this may.</param>
    /// <param name="identities">Who owns which text: of exports, and of what runs.</param>
    /// <param name="typeOf">The type of a resource; null where it is not known.</param>
    public static ImmutableArray<ResourceDependency> Of(
        StackKey stack, RenderedTemplate template, IEnumerable<ResourceEvaluation> running, IdentityMap identities, Func<ResourceOwner, string?> typeOf)
    {
        var finder = new DependencyFinder(stack, identities, typeOf);
        finder._addresses.UnionWith(template.Resources.Select(r => r.Address));
        foreach (var resource in template.Resources)
            finder.AddSaid(resource);
        finder.AddRunning(running);
        return [.. finder._found.Select(f => new ResourceDependency(new ResourceOwner(stack, f.Key.From), f.Value.Owner, [.. f.Value.Reasons.Distinct()]))];
    }

    private void AddSaid(RenderedResource resource)
    {
        Walk(resource.Properties, PropertyPath.Root, (value, path) =>
        {
            if (value is ReferenceValue reference)
                Add(resource.Address, reference.Owner, Reason(reference, path));
        });
        foreach (var need in resource.Needs)
        {
            if (need.To is { } reference)
            {
                Add(resource.Address, reference.Owner, Reason(reference, need.Path));
                continue;
            }

            var isFound = false;
            Walk(need.Path.ByIndexIn(resource.Properties), need.Path, (value, path) => isFound |= AddImport(value, path));
            // A function may have made another text of it.
            if (!isFound && need.Export is { } text)
                AddImport(new ScalarValue(text), need.Path);
        }

        bool AddImport(PropertyValue value, PropertyPath path)
        {
            if (Owner(value) is not { } export || export.Owner.Stack == _stack)
                return false;
            Add(resource.Address, export.Owner, Reason(export, path));
            return true;
        }

        // A physical id from a parameter file, or written out, names a resource where the schema declares that it does.
        AddNamed(resource.Properties, PropertyPath.Root, TraitsCatalog.Get(resource.Type).Root, (named, path) => Add(resource.Address, named.Owner, Reason(named, path)));

        foreach (var id in Names(resource.Attributes["DependsOn"]))
            Add(resource.Address, new ResourceOwner(_stack, resource.Address.Parent.Append(id)), "DependsOn");
    }

    /// <summary>What runs says the same again in most places; only what it says alone counts.</summary>
    private void AddRunning(IEnumerable<ResourceEvaluation> running)
    {
        var said = _found.Keys.ToHashSet();
        var resources = running.ToList();
        _addresses.UnionWith(resources.Select(r => r.Address));
        foreach (var resource in resources)
        {
            if (resource.Live is null)
                continue;
            AddNamed(resource.Live, PropertyPath.Root, TraitsCatalog.Get(resource.Type).Root, (named, path) =>
            {
                if (!said.Contains((resource.Address, named.Owner.ToString())))
                    Add(resource.Address, named.Owner, $"{Reason(named, path)}, as it runs");
            });
        }
    }

    /// <summary>Meets every text that is the name of a resource of a type that the schema declares for its place.</summary>
    private void AddNamed(PropertyValue value, PropertyPath path, TraitCursor cursor, Action<ReferenceValue, PropertyPath> met)
    {
        switch (value)
        {
            case MapValue map:
                foreach (var (key, entry) in map.Entries)
                    AddNamed(entry, path.Append(key), cursor.Child(key), met);
                break;
            case ListValue list:
                for (var i = 0; i < list.Items.Length; i++)
                    AddNamed(list.Items[i], path.Append(i), cursor.Item(), met);
                break;
            case ScalarValue when !cursor.ReferenceTypes.IsEmpty && !cursor.Has(TraitFlags.ReadOnly) && Owner(value) is { } named
                && _typeOf(named.Owner) is { } type && cursor.ReferenceTypes.Contains(type):
                met(named, path);
                break;
        }
    }

    private void Add(ResourceAddress from, ResourceOwner to, string reason)
    {
        // Pseudo parameters belong to the stack itself; what a condition left out is not there to be needed.
        if (to.Address.IsStack || (to.Stack == _stack && (to.Address == from || !_addresses.Contains(to.Address))))
            return;
        var key = (from, to.ToString());
        if (!_found.TryGetValue(key, out var known))
            _found[key] = known = (to, []);
        known.Reasons.Add(reason);
    }

    private ReferenceValue? Owner(PropertyValue value) => value is ScalarValue { Kind: ScalarKind.String, Text: var text } ? _identities.Find(text) : null;

    private static string Reason(ReferenceValue reference, PropertyPath path) => $"{reference.Attribute} at {path}";

    private static IEnumerable<string> Names(PropertyValue? dependsOn) => dependsOn switch
    {
        ScalarValue { Text: { Length: > 0 } name } => [name],
        ListValue list => list.Items.OfType<ScalarValue>().Select(s => s.Text),
        _ => [],
    };

    /// <summary>Meets every reference and every scalar of a value.</summary>
    private static void Walk(PropertyValue? value, PropertyPath path, Action<PropertyValue, PropertyPath> met)
    {
        switch (value)
        {
            case ReferenceValue or ScalarValue:
                met(value, path);
                break;
            case MapValue map:
                foreach (var (key, entry) in map.Entries)
                    Walk(entry, path.Append(key), met);
                break;
            case ListValue list:
                for (var i = 0; i < list.Items.Length; i++)
                    Walk(list.Items[i], path.Append(i), met);
                break;
            case CompositeValue composite:
                foreach (var part in composite.Parts)
                    Walk(part, path, met);
                break;
            case CallValue call:
                foreach (var argument in call.Arguments)
                    Walk(argument, path, met);
                break;
        }
    }
}
