using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>An application with environments, written in a few lines: what is not said is deployed, read and in sync.</summary>
internal sealed class Scene
{
    public const string MainCommit = "1111111aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string ReleaseCommit = "2222222bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    public static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly List<StackScene> _stacks = [];
    private readonly List<DifferenceRule> _rules = [];

    public List<ComponentDefinition> Components { get; } = [Component("web"), Component("database")];

    public List<DeploymentEnvironment> Environments { get; } =
    [
        Environment("staging", "111111111111", "main", 0), Environment("production", "222222222222", "release", 1),
    ];

    public DateTimeOffset AsOf { get; set; } = Now;

    public StackScene Staging(string component = "web", string region = "eu-west-1", string instance = "") => Stack("staging", component, region, instance);

    public StackScene Production(string component = "web", string region = "eu-west-1", string instance = "") => Stack("production", component, region, instance);

    public StackScene Stack(string environment, string component, string region = "eu-west-1", string instance = "")
    {
        var key = new StackKey("shop", environment, component, region, instance);
        var known = _stacks.FirstOrDefault(s => s.Key == key);
        if (known is null)
            _stacks.Add(known = new StackScene(key));
        return known;
    }

    public Scene Both(Action<StackScene> build, string component = "web")
    {
        build(Staging(component));
        build(Production(component));
        return this;
    }

    public Scene Rule(
        RuleKind kind, string? resource = null, string? property = null, string? component = null, string? type = null, string? environment = null, string? value = null,
        string? expires = "2099-12-31", string? review = null, bool isAbsent = false)
    {
        var line = 30 + _rules.Count;
        _rules.Add(new DifferenceRule(
            kind, $"{kind.ToString().ToLowerInvariant()} at driftboard.yaml:{line}", component, environment, resource, type, property, value, "It is meant", "team-shop",
            expires is null ? null : DateOnly.Parse(expires, System.Globalization.CultureInfo.InvariantCulture),
            review is null ? null : DateOnly.Parse(review, System.Globalization.CultureInfo.InvariantCulture),
            new SourceLocation("driftboard.yaml", line))
        { IsAbsent = isAbsent });
        return this;
    }

    public ApplicationDefinition Application => new("shop", "", [.. Environments], [.. Components], [.. _rules]);

    public EnvironmentSnapshot Snapshot(string environment)
    {
        var commit = environment == "production" ? ReleaseCommit : MainCommit;
        return new EnvironmentSnapshot(
            Application, Environments.First(e => e.Name == environment), commit, [.. _stacks.Where(s => s.Key.Environment == environment).Select(s => s.Build(commit))], Now, []);
    }

    public EnvironmentEvaluation Evaluate(string environment) => EnvironmentEvaluator.Evaluate(Snapshot(environment), AsOf);

    public StackEvaluation Verdict(string environment = "staging") => Evaluate(environment).Stacks[0];

    public IdentityMap Identities() => IdentityMapBuilder.Build(_stacks.Select(s => s.Key.Environment).Distinct().Select(Snapshot));

    /// <summary>The review of a release of staging's commit to production.</summary>
    public ReleaseReview Review() => ReleaseReviewer.Review(Evaluate("staging"), Evaluate("production"), Parity(), Identities(), AsOf);

    public ParityEvaluation Parity(string from = "staging", string to = "production") => ParityEvaluator.Evaluate(Evaluate(from), Evaluate(to), Identities(), AsOf);

    /// <summary>"pile component/address/path" of every unit that is not equal.</summary>
    public string[] Piles() => [.. Parity().Items.Where(i => i.Pile != ParityPile.Equal).Select(i => $"{i.Pile} {i.Component}/{i.Address}{i.Path}")];

    public static ComponentDefinition Component(string name, params string[] environments) =>
        new(name, $"templates/{name}.yaml", [], ["ImageTag"], $"{{environment}}-{name}", [], [.. environments], null, new SourceLocation("driftboard.yaml", 20));

    public static DeploymentEnvironment Environment(string name, string account, string reference, int order, params string[] regions) =>
        new(name, name == "production" ? EnvironmentTier.Production : EnvironmentTier.Staging, account, regions.Length == 0 ? ["eu-west-1"] : [.. regions], reference, null, null, order);
}

/// <summary>One stack of a scene.</summary>
internal sealed class StackScene(StackKey key)
{
    private readonly List<RenderedResource> _deployed = [];
    private readonly List<RenderedOutput> _outputs = [];
    private readonly List<ParameterValue> _parameters = [];
    private readonly Dictionary<string, RenderedTemplate?> _desired = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<ResourceObservation>> _observed = new(StringComparer.Ordinal);
    private readonly List<UnmanagedResource> _unmanaged = [];
    private readonly Dictionary<string, string> _physicalIds = new(StringComparer.Ordinal);
    private ReadOutcome _outcome = ReadOutcome.Read;
    private string _status = "UPDATE_COMPLETE";
    private DateTimeOffset? _updatedAt = Scene.Now;
    private RunningCommit? _running;

    public StackKey Key => key;

    public string Account => key.Environment switch { "production" => "222222222222", "staging" => "111111111111", _ => "333333333333" };

    /// <summary>The physical id that a resource of this stack has.</summary>
    /// <summary>Gives a resource a physical id of its service's form.</summary>
    public StackScene Named(string address, string physicalId)
    {
        _physicalIds[address] = physicalId;
        return this;
    }

    public string PhysicalId(string address) => _physicalIds.GetValueOrDefault(address) ?? $"{key.Environment}-{address.Replace('/', '-').ToLowerInvariant()}-1a2b3c";

    private readonly Dictionary<(string Address, string Attribute), string> _attributes = [];

    public ReferenceValue Ref(string address, string attribute = "Ref") => new(new ResourceOwner(key, new ResourceAddress(address)), attribute);

    public ReferenceValue Pseudo(string name) => new(new ResourceOwner(key, ResourceAddress.Stack), name);

    public StackScene Add(string address, string type, MapValue properties, params (string Path, string Parameter)[] uses)
    {
        _deployed.Add(Write.Resource(address, type, properties, [.. uses.Select(u => new ParameterUse(PropertyPath.Parse(u.Path), u.Parameter))]));
        return this;
    }

    /// <summary>A deployed resource with all that its template says of it.</summary>
    public StackScene Add(RenderedResource resource)
    {
        _deployed.Add(resource);
        return this;
    }

    public StackScene Add(string address, string type, string json = "{}", params (string Path, string Parameter)[] uses) => Add(address, type, Write.Map(json), uses);

    /// <summary>What runs, instead of what is deployed.</summary>
    public StackScene Live(string address, string json) => Observed(address, new ResourceObservation(ReadOutcome.Read, Write.Map(json), Scene.Now, "CloudControl"));

    public StackScene Live(string address, MapValue properties) => Observed(address, new ResourceObservation(ReadOutcome.Read, properties, Scene.Now, "CloudControl"));

    public StackScene Live(string address, ReadOutcome outcome, string? detail = null) =>
        Observed(address, new ResourceObservation(outcome, null, Scene.Now, "CloudControl", detail));

    public StackScene Observed(string address, params ResourceObservation[] observations)
    {
        _observed[address] = [.. observations];
        return this;
    }

    public StackScene Unmanaged(string type, string identifier, string json)
    {
        _unmanaged.Add(new UnmanagedResource(type, identifier, Write.Map(json), Scene.Now));
        return this;
    }

    public StackScene Output(string name, PropertyValue value, string? export = null)
    {
        _outputs.Add(new RenderedOutput(name, value, export is null ? null : Write.Text(export)));
        return this;
    }

    /// <summary>A parameter as the repository sets it and as it was deployed.</summary>
    public StackScene Parameter(string name, string value, string? file, int line = 1)
    {
        _parameters.Add(new ParameterValue(name, Write.Text(value), file is null ? null : new SourceLocation(file, line)));
        return this;
    }

    /// <summary>What the repository says at a commit; where nothing is said, it is what is deployed. Null: there is no template.</summary>
    public StackScene Desired(string commit, params RenderedResource[]? resources)
    {
        _desired[commit] = resources is null ? null : new RenderedTemplate([.. resources], [], [.. _parameters], []);
        return this;
    }

    /// <summary>What the repository exports at a commit; what it says of resources there must be said before.</summary>
    public StackScene DesiredOutput(string commit, string name, PropertyValue value, string export)
    {
        _desired[commit] = _desired[commit]! with { Outputs = [.. _desired[commit]!.Outputs, new RenderedOutput(name, value, Write.Text(export))] };
        return this;
    }

    /// <summary>What is wrong with the template at a commit; what the repository says there must be said before.</summary>
    public StackScene DesiredErrors(string commit, params string[] messages)
    {
        _desired[commit] = _desired[commit]! with { Diagnostics = [.. messages.Select(m => new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("templates/web.yaml", 3), "Resources/Jobs", m))] };
        return this;
    }

    /// <summary>Why the template at a commit may make more than it lists; what the repository says there must be said before.</summary>
    public StackScene DesiredIsOpen(string commit, string why, string nested = "")
    {
        _desired[commit] = _desired[commit]! with { OpenPlaces = _desired[commit]!.OpenPlaces.Add(new ResourceAddress(nested), why) };
        return this;
    }

    /// <summary>The commit that it was deployed from, by its own tag.</summary>
    public StackScene Running(string commit)
    {
        _running = new RunningCommit(commit, CommitEvidence.StackTag);
        return this;
    }

    /// <summary>CloudFormation's word for the stack, and when it was last updated.</summary>
    public StackScene InState(string status, DateTimeOffset? updatedAt = null)
    {
        (_status, _updatedAt) = (status, updatedAt ?? Scene.Now);
        return this;
    }

    public StackScene Outcome(ReadOutcome outcome)
    {
        _outcome = outcome;
        return this;
    }

    public StackSnapshot Build(string commit)
    {
        var symbolic = new RenderedTemplate([.. _deployed], [.. _outputs], [.. _parameters], []);
        var concrete = new RenderedTemplate(
            [.. _deployed.Select(r => r with { Properties = (MapValue)Concrete(r.Properties) })], [.. _outputs.Select(o => o with { Value = Concrete(o.Value) })], [.. _parameters], []);
        var desired = new Dictionary<string, RenderedTemplate?>(_desired, StringComparer.Ordinal);
        desired.TryAdd(commit, symbolic);
        var isRead = _outcome == ReadOutcome.Read;
        return new StackSnapshot(
            key,
            Account,
            $"{key.Environment}-{key.Component}",
            _outcome,
            isRead || _outcome == ReadOutcome.Missing ? null : "AccessDenied",
            desired.ToImmutableDictionary(d => d.Key, d => new DesiredState(d.Key, d.Value, $"templates/{key.Component}.yaml", [])),
            isRead ? new DeployedState(StackId, _status, _updatedAt, symbolic, concrete, ImmutableDictionary<string, string>.Empty) : null,
            isRead ? [.. concrete.Resources.Select(Live)] : [],
            [.. _unmanaged],
            Scene.Now)
        {
            Running = _running,
        };
    }

    private string StackId => $"arn:aws:cloudformation:{key.Region}:{Account}:stack/{key.Environment}-{key.Component}/0001";

    private LiveResource Live(RenderedResource resource)
    {
        var address = resource.Address.ToString();
        var observations = _observed.GetValueOrDefault(address, [new ResourceObservation(ReadOutcome.Read, resource.Properties, Scene.Now, "CloudControl")]);
        return new LiveResource(resource.Address, resource.Type, PhysicalId(address), observations);
    }

    private PropertyValue Concrete(PropertyValue value) => value switch
    {
        ReferenceValue { Attribute: "AWS::AccountId" } => Write.Text(Account),
        ReferenceValue { Attribute: "AWS::Region" } => Write.Text(key.Region),
        ReferenceValue { Attribute: "AWS::StackName" } => Write.Text($"{key.Environment}-{key.Component}"),
        ReferenceValue { Attribute: "Ref" } r => Write.Text(PhysicalId(r.Owner.Address.ToString())),
        ReferenceValue r => Write.Text(TextOf(r.Owner.Address.ToString(), r.Attribute)),
        CompositeValue composite => CompositeValue.Concatenate(composite.Parts.Select(Concrete)),
        ListValue list => new ListValue([.. list.Items.Select(Concrete)]),
        MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, Concrete(e.Value)))),
        _ => value,
    };

    /// <summary>The text of an attribute of a resource of this stack.</summary>
    public string TextOf(string address, string attribute) => _attributes.GetValueOrDefault((address, attribute)) ?? $"arn:aws:x:{key.Region}:{Account}:{PhysicalId(address)}/{attribute}";

    /// <summary>Gives an attribute of a resource another text than its name.</summary>
    public StackScene Attribute(string address, string attribute, string text)
    {
        _attributes[(address, attribute)] = text;
        return this;
    }
}
