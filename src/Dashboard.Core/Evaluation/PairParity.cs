using System.Globalization;
using Dashboard.Core.Definition;

namespace Dashboard.Core.Evaluation;

/// <summary>What the judgement of one pair of stacks rests on.</summary>
/// <param name="From">The first environment.</param>
/// <param name="To">The second environment.</param>
/// <param name="Comparison">Compares across the two.</param>
/// <param name="Rules">The expect rules.</param>
/// <param name="Twins">Which regions belong together.</param>
internal sealed record ParityScope(EnvironmentSnapshot From, EnvironmentSnapshot To, ParityComparison Comparison, RuleBook Rules, EnvironmentTwins Twins)
{
    /// <summary>Rules that matched, or might match if more could be verified.</summary>
    public HashSet<DifferenceRule> Used { get; } = [];

    /// <summary>What means the same, in order of component, region, instance and address.</summary>
    public List<ParityFold> Folded { get; } = [];

    public string NameOf(bool isLeft) => isLeft ? From.Environment.Name : To.Environment.Name;
}

/// <summary>Judges one pair of stacks, unit by unit.</summary>
internal sealed class PairParity
{
    private readonly ParityScope _scope;
    private readonly StackPair _pair;
    private readonly RunningStack _left;
    private readonly RunningStack _right;
    private readonly ReleaseForecast _forecast;
    private readonly ParameterDeclarations _parameters;
    private readonly Declaration? _definition;
    private readonly ImmutableArray<string> _atDeploy;

    public PairParity(ParityScope scope, StackPair pair, StackEvaluation? left, StackEvaluation? right)
    {
        (_scope, _pair) = (scope, pair);
        _left = RunningStack.Of(pair.Left, left);
        _right = RunningStack.Of(pair.Right, right);
        _forecast = new ReleaseForecast(pair, scope.From.CommitId, scope.Comparison);
        _parameters = new ParameterDeclarations(pair, scope.From.CommitId, scope.To.CommitId);
        var component = scope.From.Application.Components.FirstOrDefault(c => c.Name == pair.Component);
        _atDeploy = component?.AtDeploy ?? [];
        _definition = ByDefinition(component) is { } text ? new Declaration(text, []) : null;
    }

    /// <summary>Every unit, in order of address and path.</summary>
    public IEnumerable<ParityItem> Judge()
    {
        if (_left.State == RunningState.Unreadable || _right.State == RunningState.Unreadable)
            return Unreadable();
        return _left.Resources.Keys.Union(_right.Resources.Keys).Order().SelectMany(Judge);
    }

    private IEnumerable<ParityItem> Judge(ResourceAddress address)
    {
        var left = _left.Resources.GetValueOrDefault(address);
        var right = _right.Resources.GetValueOrDefault(address);
        if (left is null || right is null)
            return [Judge(address, left, right, OneSided(address, left, right))];
        if (left.Type != right.Type)
            return [Judge(address, left, right, new ParityUnit(PropertyPath.Root, UnitVerdict.Different, new ScalarValue(left.Type), new ScalarValue(right.Type)))];
        var units = _scope.Comparison.Compare(left.Type, left.Properties.Value, right.Properties.Value, out var folded);
        List<ParityItem> items = [.. units.Select(u => Judge(address, left, right, Proven(Verified(left, right, u))))];
        // What was not read on a side is not said to mean the same.
        _scope.Folded.AddRange(folded.Where(f => !items.Exists(i => i.Pile == ParityPile.Unverifiable && ParityPlace.Overlap(i.Path, f.Path)))
            .Select(f => new ParityFold(_pair.Component, _pair.Region, _pair.Instance, address, f)));
        return items;
    }

    /// <summary>A resource in one environment only. CloudFormation says so, whether or not its properties could be read.</summary>
    private ParityUnit OneSided(ResourceAddress address, RunningResource? left, RunningResource? right)
    {
        var isUnknown = left is null ? _left.IsUnknownInside(address) : _right.IsUnknownInside(address);
        return new ParityUnit(
            PropertyPath.Root,
            isUnknown ? UnitVerdict.Unverified : UnitVerdict.Different,
            left?.Properties.Value,
            right?.Properties.Value,
            isUnknown ? $"{_scope.NameOf(left is null)}: the nested stack {address.Parent} could not be read" : null);
    }

    /// <summary>The unit with what the reading of either side says of it: what was not read is neither equal nor different.</summary>
    private ParityUnit Verified(RunningResource left, RunningResource right, ParityUnit unit)
    {
        if (unit.Verdict == UnitVerdict.Unverified || (IsVerified(left) && IsVerified(right)))
            return unit;
        foreach (var (side, value, isLeft) in new[] { (left, unit.Left, true), (right, unit.Right, false) })
        {
            var open = side.Unread is not null ? null : side.Evaluation.Unverified
                .FirstOrDefault(u => u is { Reason: not null, Between: DifferenceBetween.DeployedLive } && ParityPlace.Overlap(u.Path, PathOn(side, value, unit.Path)));
            if ((side.Unread ?? open?.Detail) is not { } why)
                continue;
            return unit with { Verdict = UnitVerdict.Unverified, Detail = $"{_scope.NameOf(isLeft)}: {why}", Cause = $"{_scope.NameOf(isLeft)}: {side.Unread ?? open?.Cause}" };
        }

        return unit;
    }

    /// <summary>The unit, and never equal where an operation ended halfway on either side; what differs, differs.</summary>
    private ParityUnit Proven(ParityUnit unit)
    {
        if (unit.Verdict != UnitVerdict.Equal || (_left.Doubt is null && _right.Doubt is null))
            return unit;
        var why = $"{_scope.NameOf(_left.Doubt is not null)}: {_left.Doubt ?? _right.Doubt}";
        return unit with { Verdict = UnitVerdict.Unverified, Detail = why, Cause = why };
    }

    private static bool IsVerified(RunningResource side) => side.Unread is null && side.Evaluation.IsVerified;

    private ParityItem Judge(ResourceAddress address, RunningResource? left, RunningResource? right, ParityUnit unit)
    {
        var item = Item(address, (left ?? right)!.Type, unit);
        if (unit.Verdict == UnitVerdict.Equal)
            return item;
        item = item with { Foreign = [.. Foreign(unit)] };
        var rule = _scope.Rules.Expecting(item.Component, address, item.Type, unit.Path);
        if (rule is not null)
            _scope.Used.Add(rule);
        if (unit.Verdict == UnitVerdict.Unverified)
            return item with { Pile = ParityPile.Unverifiable, Reason = unit.Detail, Cause = unit.Cause };
        List<string> notes = [.. item.Foreign.Select(f => f.ToString())];
        if (rule is not null)
            return item with { Pile = ParityPile.Declared, Rule = rule, Reason = Text(notes, rule.Reason) };

        var byHand = new[] { (Side: left, IsLeft: true), (Side: right, IsLeft: false) }.Where(s => IsByHand(address, s.Side, s.IsLeft, unit)).ToList();
        var fate = byHand.Count > 0 ? Fate.Unknown : _forecast.Of(address, unit);
        var parameters = byHand.Count > 0 ? [] : Influences(left, right, unit).ToList();
        // Neither a parameter nor a release makes it right that a value belongs to another environment: what they say of it is told, and explains nothing.
        if (byHand.Count == 0 && fate != Fate.Goes && Configured(parameters) is { } declaration)
        {
            if (!item.IsSeparationFinding)
                return item with { Pile = ParityPile.Configured, Reason = Text(notes, declaration.Text), Places = declaration.Places };
            notes.Add(declaration.Text);
        }

        if (byHand.Count == 0 && (left is null || right is null))
            notes.Add(Absence(left is null));
        if (fate is Fate.Goes or Fate.Changes)
        {
            var isOfFirst = !_forecast.ChangesSecond(address, unit);
            var release = isOfFirst ? OwnDeployment() : $"comes with {Short(_scope.From.CommitId)} of {_scope.NameOf(true)}";
            if (!item.IsSeparationFinding)
                return item with { Pile = ParityPile.Pending, CommitId = _scope.From.CommitId, IsOfFirst = isOfFirst, Reason = Text(notes, release) };
            notes.Add(release);
        }

        if (fate == Fate.Stays && !item.IsSeparationFinding && GivenAtDeployment(parameters, unit) is { } given)
            return item with { Pile = ParityPile.Unverifiable, Reason = Text(notes, given.Text), Cause = given.Cause };

        notes.AddRange(byHand.Select(s => ByHand(s.Side, s.IsLeft, unit)));
        if (_scope.Rules.EndedFor(item.Component, address, item.Type, unit.Path) is { } ended)
            notes.Add($"expected {Until(ended)}");
        notes.AddRange(parameters.Where(IsGiven).Select(p => $"{p} is given at the deployment"));
        return item with { Pile = ParityPile.Unexplained, Reason = Text(notes, null), IsByHand = byHand.Exists(s => !IsAccepted(s.Side, s.IsLeft ? unit.Left : unit.Right, unit.Path)) };
    }

    /// <summary>The first environment still has to take the commit itself; the second one has it here already.</summary>
    private string OwnDeployment()
    {
        var running = _pair.Left?.Running?.CommitId is { } commit && commit != _scope.From.CommitId ? $", which runs {Short(commit)}" : "";
        return $"goes with the own deployment of {Short(_scope.From.CommitId)} in {_scope.NameOf(true)}{running}; {_scope.NameOf(false)} does not change";
    }

    /// <summary>
    /// That nothing sets the two apart but parameters that the pipeline gives: which value is meant stands in no file. Null where anything else does,
    /// such as a mapping or the account beside them: the given values must account for both texts.
    /// </summary>
    private (string Text, string Cause)? GivenAtDeployment(List<string> parameters, ParityUnit unit)
    {
        var apart = parameters.Where(p => !_parameters.IsDeployedAlike(p)).ToList();
        if (apart.Count == 0 || !apart.TrueForAll(IsGiven) || !new GivenValues(_scope.Comparison, apart.Select(_parameters.Deployed)).MayAccount(unit.Left, unit.Right))
            return null;
        var cause = $"{string.Join(" and ", apart)} {(apart.Count == 1 ? "is" : "are")} given at the deployment: no file says what {_scope.NameOf(false)} gets";
        var values = apart.Select(p => (Name: p, Values: _parameters.Deployed(p))).Where(p => p.Values is (ScalarValue, ScalarValue))
            .Select(p => $"{p.Name} is {p.Values.Left} in {_scope.NameOf(true)} and {p.Values.Right} in {_scope.NameOf(false)}");
        return (string.Join("; ", values.Prepend(cause)), cause);
    }

    private bool IsGiven(string parameter) => _atDeploy.Contains(parameter);

    private string Absence(bool isLeft)
    {
        var side = isLeft ? _left : _right;
        return side.State == RunningState.NotThere ? $"not deployed in {_scope.NameOf(isLeft)}" : $"only in {_scope.NameOf(!isLeft)}";
    }

    /// <summary>"changed by hand in production, accepted there until 2027-01-15 (driftboard.yaml:116)".</summary>
    private string ByHand(RunningResource? side, bool isLeft, ParityUnit unit)
    {
        var text = $"{(side is null ? "deleted" : side.Rendered is null ? "made" : "changed")} by hand in {_scope.NameOf(isLeft)}";
        var path = side is null ? unit.Path : PathOn(side, isLeft ? unit.Left : unit.Right, unit.Path);
        if (Accepting(side?.Evaluation.Allowed) is { } rule)
            return string.Create(CultureInfo.InvariantCulture, $"{text}, accepted there{(rule.Expires is { } end ? $" until {end:yyyy-MM-dd}" : "")} ({rule.Location})");
        return Accepting(side?.Evaluation.Ended) is { } ended ? $"{text}, accepted there {Until(ended)}" : text;

        DifferenceRule? Accepting(ImmutableArray<AllowedDifference>? among) =>
            among?.FirstOrDefault(a => a.Rule.Kind == RuleKind.Accept && ParityPlace.Overlap(a.Difference.Path, path))?.Rule;
    }

    /// <summary>"until 2026-10-31, which is over (driftboard.yaml:116)".</summary>
    private static string Until(DifferenceRule ended) => string.Create(CultureInfo.InvariantCulture, $"until {ended.Expires:yyyy-MM-dd}, which is over ({ended.Location})");

    private IEnumerable<ForeignValue> Foreign(ParityUnit unit)
    {
        foreach (var (reference, isLeft) in new[] { (_scope.Comparison.Left.Foreign(unit.Left), true), (_scope.Comparison.Right.Foreign(unit.Right), false) })
        {
            if (reference is not { Owner: var (stack, address) })
                continue;
            var what = address.IsStack ? reference.Attribute : reference.Attribute == "Ref" ? address.ToString() : $"{address}.{reference.Attribute}";
            yield return new ForeignValue(_scope.NameOf(isLeft), stack.Environment, stack.Component, what);
        }
    }

    private Declaration? Configured(IEnumerable<string> parameters)
    {
        if (_definition is not null)
            return _definition;
        var declared = parameters.Select(_parameters.Difference).OfType<Declaration>().ToList();
        return declared.Count == 0 ? null : new Declaration(string.Join("; ", declared.Select(d => d.Text)), [.. declared.SelectMany(d => d.Places)]);
    }

    /// <summary>Why driftboard.yaml itself deploys the stack to one of the two environments only.</summary>
    private string? ByDefinition(ComponentDefinition? component)
    {
        if (_pair is { Left: not null, Right: not null } || component is null)
            return null;
        var isLeft = _pair.Left is null;
        var without = isLeft ? _scope.From.Environment : _scope.To.Environment;
        var with = _scope.NameOf(!isLeft);
        if (!component.Environments.IsEmpty && !component.Environments.Contains(without.Name) && !component.Environments.Contains(without.Like ?? ""))
            return $"{component.Location} deploys {component.Name} to {with} and not to {without.Name}";
        return _scope.Twins.HasTwin((_pair.Left ?? _pair.Right)!.Key.Region, !isLeft) ? null : $"{without.Name} has no region for {_pair.Region} of {with}";
    }

    /// <summary>Parameters that shape a unit on either side.</summary>
    private static IEnumerable<string> Influences(RunningResource? left, RunningResource? right, ParityUnit unit)
    {
        return On(left, unit.Left).Concat(On(right, unit.Right)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        IEnumerable<string> On(RunningResource? side, PropertyValue? value)
        {
            // An index of the other side says nothing where this side has no such item.
            if (side?.Rendered is null || (value is null && unit.Path.Segments.Any(s => s.Name is null)))
                return [];
            return ParameterInfluence.At(side.Rendered, PathOn(side, value, unit.Path), includesCondition: false);
        }
    }

    /// <summary>Where a side's template has the value of a unit: its list items may have other indexes than the unit's path.</summary>
    private static PropertyPath PathOn(RunningResource side, PropertyValue? value, PropertyPath path)
    {
        if (value is null || side.Rendered is null || path.Segments.All(s => s.Name is not null))
            return path;
        return ParityPlace.Find(side.Rendered.Properties, value) ?? path;
    }

    private bool IsByHand(ResourceAddress address, RunningResource? side, bool isLeft, ParityUnit unit)
    {
        if (side is null)
            return (isLeft ? _left : _right).Deleted.Contains(address);
        var value = isLeft ? unit.Left : unit.Right;
        if (side.Rendered is null || value is null)
            return side.Rendered is null || side.Drift.Any(d => d.Kind == DifferenceKind.Remove && ParityPlace.Overlap(d.Path, unit.Path));
        return unit.Path.Segments.Length > 0 && (Holds(value, side.Properties.ByHand) || IsByHandInText(side, value, unit.Path));
    }

    /// <summary>Whether rules of driftboard.yaml accept all that was changed by hand at a unit. What was deleted has no value that one could accept.</summary>
    private static bool IsAccepted(RunningResource? side, PropertyValue? value, PropertyPath path) =>
        side is not null && !side.Evaluation.Differences.Any(d => d.Between == DifferenceBetween.DeployedLive && ParityPlace.Overlap(d.Path, PathOn(side, value, path)));

    /// <summary>Whether drift lies where a value of a document in a text stands: such values are read anew each time, and no mark stays on them.</summary>
    private static bool IsByHandInText(RunningResource side, PropertyValue value, PropertyPath path) =>
        side.Drift.Any(d => ParityPlace.Overlap(d.Path, path)) && ParityPlace.Find(side.Properties.Value, value) is null;

    private static bool Holds(PropertyValue value, IReadOnlySet<PropertyValue> byHand) =>
        byHand.Count > 0 && (byHand.Contains(value) || RunningProperties.Children(value).Any(c => Holds(c, byHand)));

    /// <summary>One unit for each resource that is known or wanted on either side; where nothing is, one for the stack: what was not read must show.</summary>
    private IEnumerable<ParityItem> Unreadable()
    {
        var reasons = new[] { (Stack: _left, IsLeft: true), (Stack: _right, IsLeft: false) }
            .Where(s => s.Stack.State == RunningState.Unreadable).Select(s => $"{_scope.NameOf(s.IsLeft)}: {s.Stack.Detail}");
        var reason = string.Join("; ", reasons);
        var types = new SortedDictionary<ResourceAddress, string>();
        foreach (var (running, stack, commit) in new[] { (_left, _pair.Left, _scope.From.CommitId), (_right, _pair.Right, _scope.To.CommitId) })
        {
            foreach (var resource in running.Resources.Values)
                types.TryAdd(resource.Address, resource.Type);
            if (running.State == RunningState.Unreadable && commit is not null)
            {
                foreach (var resource in stack?.Desired.GetValueOrDefault(commit)?.Template?.Resources ?? [])
                    types.TryAdd(resource.Address, resource.Type);
            }
        }

        if (types.Count == 0)
            types.Add(ResourceAddress.Stack, ResourceTypes.NestedStack);
        return types.Select(t =>
        {
            if (_scope.Rules.Expecting(_pair.Component, t.Key, t.Value, PropertyPath.Root) is { } rule)
                _scope.Used.Add(rule);
            var left = _left.Resources.GetValueOrDefault(t.Key)?.Properties.Value;
            var right = _right.Resources.GetValueOrDefault(t.Key)?.Properties.Value;
            return Item(t.Key, t.Value, new ParityUnit(PropertyPath.Root, UnitVerdict.Unverified, left, right)) with { Reason = reason, Cause = reason };
        });
    }

    private ParityItem Item(ResourceAddress address, string type, ParityUnit unit) =>
        new(
            _pair.Component, _pair.Region, _pair.Instance, address, type, unit.Path,
            unit.Verdict == UnitVerdict.Equal ? ParityPile.Equal : ParityPile.Unverifiable, unit.Left, unit.Right, null, null, null);

    private static string? Text(List<string> notes, string? last) => notes.Count == 0 ? last : string.Join("; ", last is null ? notes : notes.Append(last));

    private static string Short(string? commit) => commit is null ? "" : commit[..Math.Min(7, commit.Length)];
}
