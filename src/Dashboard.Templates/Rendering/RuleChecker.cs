using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Checks the Rules of a template against its parameters, as CloudFormation does before it begins: a rule that does not hold is an error.</summary>
/// <remarks>What cannot be worked out (RefAll, ValueOf and ValueOfAll ask the account) is not held against anybody.</remarks>
internal sealed class RuleChecker(StackRenderer stack)
{
    public void Check(MappingNode rules)
    {
        foreach (var (name, node) in rules.Entries)
        {
            if (node is not MappingNode rule)
                stack.Session.Report(DiagnosticSeverity.Error, stack.At(name), $"Rules/{name.Text}", "A rule must be a mapping with Assertions.");
            else if (rule["RuleCondition"] is not { } condition || IsTrue(condition, name) == true)
                Assert(rule, name);
        }
    }

    private void Assert(MappingNode rule, ScalarNode name)
    {
        foreach (var node in (rule["Assertions"] as SequenceNode)?.Items ?? [])
        {
            if (node is not MappingNode assertion || assertion["Assert"] is not { } claim)
                stack.Session.Report(DiagnosticSeverity.Error, stack.At(node), $"Rules/{name.Text}/Assertions", "An assertion must be a mapping with an Assert.");
            else if (IsTrue(claim, name) == false)
                stack.Session.Report(DiagnosticSeverity.Error, stack.At(node), $"Rules/{name.Text}", (assertion["AssertDescription"] as ScalarNode)?.Text is { } why ? $"The rule does not hold: {why}" : "The rule does not hold.");
        }
    }

    private bool? IsTrue(TemplateNode node, ScalarNode rule)
    {
        var scope = new Scope(new TemplatePlace("Rules", rule.Text), RenderPath.Root, stack.Session.NewCollector(), IsArgument: true, InCondition: true);
        return ConditionTable.AsBoolean(stack.Evaluator.Evaluate(node, scope));
    }
}
