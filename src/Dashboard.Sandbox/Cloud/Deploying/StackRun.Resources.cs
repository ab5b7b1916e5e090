using Dashboard.Core.Traits;
using Dashboard.Sandbox.Cloud.Types;

namespace Dashboard.Sandbox.Cloud.Deploying;

internal sealed partial class StackRun
{
    private void DeployResource(RenderedResource rendered)
    {
        var id = rendered.Address.Path;
        var properties = (MapValue)DeployableValues.Complete(rendered.Properties);
        if (DeployableValues.Unknown(properties) is { } unknown)
            throw new ResourceFailureException(id, unknown);
        var wanted = new SandboxResource
        {
            LogicalId = id,
            Type = rendered.Type,
            PhysicalId = "",
            Identifier = "",
            Status = "CREATE_COMPLETE",
            Timestamp = _deployment.Scope.Now,
            Declared = DeployableValues.ResolveReferences(properties, _deployment.State),
            Masked = [.. rendered.TaintedPaths, .. DeployableValues.DynamicReferences(properties, PropertyPath.Root)],
            Retain = _plan.Retains(id),
        };
        var previous = _previous?.Resources.GetValueOrDefault(id);
        _resources[id] = rendered.Type == ResourceTypes.NestedStack ? DeployNested(wanted, previous) : DeployOwn(wanted, previous);
    }

    private SandboxResource DeployOwn(SandboxResource wanted, SandboxResource? previous)
    {
        if (previous is null)
            return Create(wanted);
        var traits = TraitsCatalog.Get(wanted.Type);
        if (previous.Type != wanted.Type || ValuePaths.DifferAt(previous.Declared, wanted.Declared, traits.Root, TraitFlags.CreateOnly))
        {
            _replaced.Add(previous);
            return Create(wanted with { Generation = previous.Generation + 1, Status = "UPDATE_COMPLETE" }, replaces: true);
        }

        var tagsChanged = traits is { TagProperty: not null, IsTaggable: true } && !_previous!.Tags.SequenceEqual(Stack.Tags);
        if (previous.Declared.Equals(wanted.Declared) && !tagsChanged)
            return previous with { Retain = wanted.Retain, Masked = wanted.Masked };
        if (!_deployment.State.Live.TryGetValue(new LiveKey(previous.Type, previous.Identifier), out var live))
            throw new ResourceFailureException(wanted.LogicalId, $"Resource of type '{wanted.Type}' with identifier '{previous.Identifier}' was not found.");

        _events.Add(previous, "UPDATE_IN_PROGRESS");
        _deployment.State = _deployment.State.With(LiveModels.Update(live, previous.Declared, wanted.Declared, TagsOf(_previous!, wanted.LogicalId), TagsFor(wanted)));
        return Made(wanted with
        {
            PhysicalId = previous.PhysicalId,
            Identifier = previous.Identifier,
            Generation = previous.Generation,
            Status = "UPDATE_COMPLETE",
        });
    }

    private SandboxResource Create(SandboxResource wanted, bool replaces = false)
    {
        _events.Add(wanted.LogicalId, "", wanted.Type, replaces ? "UPDATE_IN_PROGRESS" : "CREATE_IN_PROGRESS");
        var entry = LiveModels.Create(wanted.Type, wanted.Declared, SeedOf(wanted), TagsFor(wanted), Stack.StackId);
        if (_deployment.State.Live.ContainsKey(entry.Key))
        {
            if (ReadableTypes.CanRead(wanted.Type))
            {
                throw new ResourceFailureException(wanted.LogicalId, replaces
                    ? $"CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename {entry.PhysicalId} and update the stack again."
                    : $"Resource of type '{wanted.Type}' with identifier '{entry.Key.Identifier}' already exists.");
            }

            // Nobody reads the type by its identifier, and two of them may share their name (record sets of one name).
            entry = entry with { Key = entry.Key with { Identifier = $"{entry.Key.Identifier}#{Stack.Name}/{wanted.LogicalId}" } };
        }

        _deployment.State = _deployment.State.With(entry);
        return Made(wanted with { PhysicalId = entry.PhysicalId, Identifier = entry.Key.Identifier });
    }

    private SandboxResource Made(SandboxResource resource)
    {
        _resourcesChanged = true;
        _events.Add(resource, resource.Status);
        Report(resource.LogicalId, resource.PhysicalId);
        return resource;
    }

    private SandboxResource DeployNested(SandboxResource wanted, SandboxResource? previous)
    {
        var url = (wanted.Declared["TemplateURL"] as ScalarValue)?.Text ?? "";
        var body = _deployment.Scope.FindTemplate(url)
            ?? throw new ResourceFailureException(wanted.LogicalId, "TemplateURL must reference a valid S3 object to which you have access.");
        var request = new StackRequest
        {
            Account = Stack.Account,
            Region = Stack.Region,
            StackName = IdExpressions.GeneratedName(SeedOf(wanted)),
            TemplateBody = body,
            Parameters = DeployableValues.ParametersOf(wanted.Declared["Parameters"] as MapValue ?? MapValue.Empty),
            Tags = Stack.Tags.SetItems(LiveModels.ReadTags(wanted.Declared["Tags"])),
        };
        ChildPrefix = $"{_prefix}{wanted.LogicalId}/";
        try
        {
            return previous is { Type: ResourceTypes.NestedStack } && _deployment.State.Stacks.GetValueOrDefault(previous.PhysicalId) is { IsDeleted: false } child
                ? UpdateNested(wanted, previous, child, request with { StackName = child.Name })
                : CreateNested(wanted, previous, request);
        }
        catch (SandboxException refused)
        {
            throw new ResourceFailureException(wanted.LogicalId, refused.Message);
        }
    }

    private SandboxResource CreateNested(SandboxResource wanted, SandboxResource? previous, StackRequest request)
    {
        if (previous is not null)
            _replaced.Add(previous);
        _events.Add(wanted.LogicalId, "", ResourceTypes.NestedStack, "CREATE_IN_PROGRESS");
        var created = _deployment.Create(request, this);
        if (created.Status != "CREATE_COMPLETE")
        {
            var reason = created.Events.FirstOrDefault(e => e.Status == "CREATE_FAILED")?.Reason ?? created.StatusReason;
            throw new ResourceFailureException(wanted.LogicalId, $"Embedded stack {created.StackId} was not successfully created: {reason}");
        }

        return Made(wanted with { PhysicalId = created.StackId, Identifier = created.StackId });
    }

    private SandboxResource UpdateNested(SandboxResource wanted, SandboxResource previous, SandboxStack child, StackRequest request)
    {
        var (updated, changed) = _deployment.Update(child, request, this);
        if (!changed)
            return previous with { Declared = wanted.Declared, Masked = wanted.Masked, Retain = wanted.Retain };
        if (updated.Status != "UPDATE_COMPLETE")
            throw new ResourceFailureException(wanted.LogicalId, $"Embedded stack {updated.StackId} was not successfully updated.");
        _events.Add(previous, "UPDATE_IN_PROGRESS");
        return Made(wanted with
        {
            PhysicalId = child.StackId,
            Identifier = child.StackId,
            Generation = previous.Generation,
            Status = "UPDATE_COMPLETE",
        });
    }

    /// <summary>What Ref and GetAtt of a resource are, once it is there.</summary>
    private PropertyValue? FindAttribute(string logicalId, string attribute)
    {
        if (!_resources.TryGetValue(logicalId, out var resource))
            return null;
        if (attribute == "Ref")
            return new ScalarValue(resource.PhysicalId);
        if (resource.Type == ResourceTypes.NestedStack)
        {
            return attribute.StartsWith("Outputs.", StringComparison.Ordinal)
                && _deployment.State.Stacks[resource.PhysicalId].Outputs.FirstOrDefault(o => o.Key == attribute[8..]) is { } output
                    ? new ScalarValue(output.Value)
                    : null;
        }

        if (!_deployment.State.Live.TryGetValue(new LiveKey(resource.Type, resource.Identifier), out var live))
            return null;
        if (ValuePaths.GetAttribute(live.Properties, attribute) is { } known)
            return known is ScalarValue scalar ? new ScalarValue(scalar.Text) : known;
        var traits = TraitsCatalog.Get(resource.Type);
        if (traits.IsKnown && !traits.ReadOnlyPaths.Contains("/" + attribute.Replace('.', '/')))
            return null;
        // The service would answer something; what, matters less than that it stays the same and can be read back.
        var made = new ScalarValue(LiveModels.AttributeText(resource.Type, attribute, SeedOf(resource), resource.PhysicalId));
        _deployment.State = _deployment.State.With(live with { Properties = ValuePaths.Set(live.Properties, attribute.Split('.'), made) });
        return made;
    }

    private IdSeed SeedOf(SandboxResource resource) => new(Stack.Account, Stack.Region, Stack.Name, resource.LogicalId, resource.Generation);

    private LiveModels.InheritedTags TagsFor(SandboxResource resource) =>
        _tags with { System = _tags.System.SetItem("aws:cloudformation:logical-id", resource.LogicalId) };
}
