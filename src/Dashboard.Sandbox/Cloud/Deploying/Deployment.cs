using Dashboard.Sandbox.Cloud.Types;

namespace Dashboard.Sandbox.Cloud.Deploying;

/// <summary>What a deployment needs to know of the cloud around it.</summary>
/// <param name="Account">The account.</param>
/// <param name="Region">The region.</param>
/// <param name="Now">The instant of every timestamp.</param>
/// <param name="FindTemplate">The template object at an address, or null.</param>
internal sealed record DeploymentScope(string Account, string Region, DateTimeOffset Now, Func<string, string?> FindTemplate);

/// <summary>A resource that could not be made or changed: its stack rolls back.</summary>
internal sealed class ResourceFailureException(string logicalId, string reason) : Exception(reason)
{
    /// <summary>The resource.</summary>
    public string LogicalId { get; } = logicalId;
}

/// <summary>Creates, updates and deletes stacks on a copy of a region's state; whoever started it publishes <see cref="State"/> when it ended.</summary>
internal sealed class Deployment(DeploymentScope scope, RegionState state)
{
    /// <summary>The region as the deployment leaves it.</summary>
    public RegionState State { get; set; } = state;

    /// <summary>What it changed.</summary>
    public List<SandboxChange> Changes { get; } = [];

    /// <summary>What it knows of the cloud.</summary>
    public DeploymentScope Scope { get; } = scope;

    /// <summary>Creates a stack; a resource that fails rolls it back.</summary>
    public SandboxStack Create(StackRequest request, StackRun? parent = null) => Create(
        New(request.StackName) with { ParentId = parent?.Stack.StackId, RootId = parent is null ? null : parent.Stack.RootId ?? parent.Stack.StackId }, request, parent);

    /// <summary>Makes a stack that holds nothing, for a change set that is to create it.</summary>
    public SandboxStack Announce(string name)
    {
        var stack = New(name);
        var events = new EventLog(stack, Scope.Now);
        events.AddStack("REVIEW_IN_PROGRESS", "User Initiated");
        stack = stack with { Events = events.All };
        State = State.With(stack);
        Changes.Add(new SandboxChange(Scope.Account, Scope.Region, stack.Name, null, stack.StackId));
        return stack;
    }

    /// <summary>Creates a stack that was announced.</summary>
    public SandboxStack CreateAnnounced(SandboxStack announced, StackRequest request) => Create(announced with { UpdatedAt = Scope.Now }, request, null);

    private SandboxStack New(string name)
    {
        RequireName(name);
        if (State.Find(name) is { } existing)
            throw new SandboxException("AlreadyExistsException", $"Stack [{existing.Name}] already exists");
        return new SandboxStack { Account = Scope.Account, Region = Scope.Region, Name = name, StackId = NewStackId(name), Status = "REVIEW_IN_PROGRESS", TemplateBody = "", CreatedAt = Scope.Now };
    }

    private SandboxStack Create(SandboxStack announced, StackRequest request, StackRun? parent)
    {
        var plan = StackPlan.Read(request);
        var stack = announced with
        {
            Status = "CREATE_IN_PROGRESS",
            TemplateBody = request.TemplateBody,
            Description = plan.Description,
            Parameters = plan.Parameters,
            NoEcho = plan.NoEcho,
            Tags = request.Tags,
            Capabilities = request.Capabilities ?? [],
        };
        var before = State;
        State = State.With(stack);
        var run = new StackRun(this, stack, plan, previous: null, parent?.RootName ?? stack.Name, parent?.ChildPrefix ?? "");
        run.Plan();
        run.LogStack("CREATE_IN_PROGRESS", "User Initiated");
        try
        {
            run.Deploy();
            stack = run.Finish("CREATE_COMPLETE");
        }
        catch (ResourceFailureException failure) when (request.DisableRollback)
        {
            stack = run.Finish("CREATE_FAILED", $"The following resource(s) failed to create: [{failure.LogicalId}].");
        }
        catch (ResourceFailureException failure)
        {
            State = before;
            stack = run.RollBackCreation(failure);
        }

        Publish(stack, run.RootName);
        return stack;
    }

    /// <summary>Updates a stack; a resource that fails puts everything back.</summary>
    /// <returns>The stack, and whether there was anything to do.</returns>
    public (SandboxStack Stack, bool Changed) Update(SandboxStack old, StackRequest request, StackRun? parent = null)
    {
        if (!old.Status.EndsWith("_COMPLETE", StringComparison.Ordinal) || old.Status is "ROLLBACK_COMPLETE" or "DELETE_COMPLETE")
            throw StackPlan.Invalid($"Stack:{old.StackId} is in {old.Status} state and can not be updated.");
        var plan = StackPlan.Read(request);
        var stack = old with
        {
            Status = "UPDATE_IN_PROGRESS",
            StatusReason = null,
            TemplateBody = request.TemplateBody,
            Description = plan.Description,
            Parameters = plan.Parameters,
            NoEcho = plan.NoEcho,
            Tags = request.Tags,
            Capabilities = request.Capabilities ?? old.Capabilities,
            UpdatedAt = Scope.Now,
        };
        var (before, changesBefore) = (State, Changes.Count);
        State = State.With(stack);
        var rootName = parent?.RootName ?? State.Outermost(old).Name;
        var run = new StackRun(this, stack, plan, old, rootName, parent?.ChildPrefix ?? State.AddressOf(old, ""));
        run.Plan();
        run.LogStack("UPDATE_IN_PROGRESS", "User Initiated");
        try
        {
            run.Deploy();
            if (!run.HasChanged)
            {
                State = before;
                Changes.RemoveRange(changesBefore, Changes.Count - changesBefore);
                return (old, false);
            }

            run.CleanUp();
            stack = run.Finish("UPDATE_COMPLETE");
        }
        catch (ResourceFailureException failure)
        {
            State = before;
            stack = run.RollBackUpdate(failure);
        }

        Publish(stack, rootName);
        return (stack, true);
    }

    /// <summary>Deletes a stack with everything in it.</summary>
    public void Delete(SandboxStack stack, string? rootName = null)
    {
        rootName ??= State.Outermost(stack).Name;
        var prefix = State.AddressOf(stack, "");
        foreach (var output in stack.Outputs.Where(o => o.ExportName is not null))
        {
            if (Importer(output.ExportName!, stack) is { } importer)
                throw StackPlan.Invalid($"Export {output.ExportName} cannot be deleted as it is in use by {importer.Name}");
        }

        var events = new EventLog(stack, Scope.Now);
        events.AddStack("DELETE_IN_PROGRESS", "User Initiated");
        foreach (var resource in stack.Resources.Values.Reverse())
        {
            Release(resource, rootName, resource.Retain);
            Changes.Add(new SandboxChange(Scope.Account, Scope.Region, rootName, prefix + resource.LogicalId, resource.PhysicalId));
            events.Add(resource, resource.Retain ? "DELETE_SKIPPED" : "DELETE_COMPLETE");
        }

        events.AddStack("DELETE_COMPLETE");
        State = State.With(stack with
        {
            Status = "DELETE_COMPLETE",
            StatusReason = null,
            DeletedAt = Scope.Now,
            Outputs = [],
            Imports = [],
            Resources = stack.Resources.Clear(),
            Events = events.All,
        });
        Changes.Add(new SandboxChange(Scope.Account, Scope.Region, rootName, null, stack.StackId));
    }

    /// <summary>Lets a resource go: deletes it, or leaves it alone in the account.</summary>
    public void Release(SandboxResource resource, string rootName, bool retain)
    {
        if (resource.Type == ResourceTypes.NestedStack)
        {
            if (State.Stacks.GetValueOrDefault(resource.PhysicalId) is { IsDeleted: false } child && !retain)
                Delete(child, rootName);
            return;
        }

        var key = new LiveKey(resource.Type, resource.Identifier);
        if (!State.Live.TryGetValue(key, out var live))
            return;
        State = retain ? State.With(live with { StackId = null, LogicalId = null }) : State with { Live = State.Live.Remove(key) };
    }

    /// <summary>Another standing stack that imports an export, or null.</summary>
    public SandboxStack? Importer(string export, SandboxStack owner) =>
        State.Standing.FirstOrDefault(s => s.StackId != owner.StackId && s.Imports.Contains(export));

    private void Publish(SandboxStack stack, string rootName)
    {
        State = State.With(stack);
        Changes.Add(new SandboxChange(Scope.Account, Scope.Region, rootName, null, stack.StackId));
    }

    private string NewStackId(string name)
    {
        var earlier = State.Stacks.Values.Count(s => s.Name == name);
        var seed = new IdSeed(Scope.Account, Scope.Region, name, "", earlier + 1);
        return $"arn:aws:cloudformation:{Scope.Region}:{Scope.Account}:stack/{name}/{DeterministicIds.Uuid(seed.Text("stack"))}";
    }

    private static void RequireName(string name)
    {
        if (name.Length is 0 or > 128 || !char.IsAsciiLetter(name[0]) || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))
            throw StackPlan.Invalid($"1 validation error detected: Value '{name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
    }
}
