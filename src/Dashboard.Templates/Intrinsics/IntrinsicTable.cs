using System.Collections.Frozen;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary>Works out a call. Null: nothing stands there (AWS::NoValue).</summary>
internal delegate PropertyValue? Intrinsic(IntrinsicCall call);

/// <summary>Every function that is known, by its long form. A new one is a file, a line here, and a folder in the golden tests.</summary>
internal static class IntrinsicTable
{
    public static readonly FrozenDictionary<string, Intrinsic> All = new Dictionary<string, Intrinsic>
    {
        ["Ref"] = RefFunction.Evaluate,
        ["Condition"] = ConditionFunction.Evaluate,
        ["Fn::And"] = AndFunction.Evaluate,
        ["Fn::Base64"] = Base64Function.Evaluate,
        ["Fn::Cidr"] = CidrFunction.Evaluate,
        ["Fn::Contains"] = ContainsFunction.Evaluate,
        ["Fn::EachMemberEquals"] = EachMemberEqualsFunction.Evaluate,
        ["Fn::EachMemberIn"] = EachMemberInFunction.Evaluate,
        ["Fn::Equals"] = EqualsFunction.Evaluate,
        ["Fn::FindInMap"] = FindInMapFunction.Evaluate,
        ["Fn::GetAtt"] = GetAttFunction.Evaluate,
        ["Fn::GetStackOutput"] = GetStackOutputFunction.Evaluate,
        ["Fn::GetAZs"] = GetAZsFunction.Evaluate,
        ["Fn::If"] = IfFunction.Evaluate,
        ["Fn::ImportValue"] = ImportValueFunction.Evaluate,
        ["Fn::Join"] = JoinFunction.Evaluate,
        ["Fn::Length"] = LengthFunction.Evaluate,
        ["Fn::Not"] = NotFunction.Evaluate,
        ["Fn::Or"] = OrFunction.Evaluate,
        ["Fn::RefAll"] = AccountFunction.Evaluate,
        ["Fn::Select"] = SelectFunction.Evaluate,
        ["Fn::Split"] = SplitFunction.Evaluate,
        ["Fn::Sub"] = SubFunction.Evaluate,
        ["Fn::ToJsonString"] = ToJsonStringFunction.Evaluate,
        ["Fn::Transform"] = TransformFunction.Evaluate,
        ["Fn::ValueOf"] = AccountFunction.Evaluate,
        ["Fn::ValueOfAll"] = AccountFunction.Evaluate,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The function that a mapping's only entry calls, or null where it is an entry like any other.</summary>
    public static Intrinsic? Find(in MappingEntry entry, in Scope scope) => entry.Key.Text switch
    {
        // IAM policies and others have a key of that name: it is a function among conditions only.
        "Condition" when !scope.InCondition || entry.Value is not ScalarNode => null,
        "Ref" when !(entry.Value is ScalarNode || (entry.Value is MappingNode { Entries: [{ Key.Text: var inner }] } && TemplatePlaces.IsFunction(inner))) => null,
        var name => All.GetValueOrDefault(name),
    };
}
