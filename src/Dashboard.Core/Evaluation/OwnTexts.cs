namespace Dashboard.Core.Evaluation;

/// <summary>What a stack says of itself, which no release changes: its name, region and account.</summary>
internal static class OwnTexts
{
    /// <summary>The text of a pseudo parameter in a stack; null where it is none of these, or not known.</summary>
    public static string? TextOf(StackSnapshot stack, string attribute) => attribute switch
    {
        "AWS::AccountId" => stack.Account,
        "AWS::Region" => stack.Key.Region,
        "AWS::StackName" => stack.StackName,
        "AWS::StackId" => stack.Deployed?.StackId,
        _ => null,
    };

    /// <summary>A value of the stack's template with these texts in it.</summary>
    public static PropertyValue In(StackSnapshot stack, PropertyValue value) => value switch
    {
        ReferenceValue { Owner: { Address.IsStack: true } owner } reference when owner.Stack == stack.Key && TextOf(stack, reference.Attribute) is { Length: > 0 } text => new ScalarValue(text),
        CompositeValue composite => CompositeValue.Concatenate(composite.Parts.Select(p => In(stack, p))),
        ListValue list => new ListValue([.. list.Items.Select(i => In(stack, i))]),
        MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, In(stack, e.Value)))),
        CallValue call => new CallValue(call.Function, [.. call.Arguments.Select(a => In(stack, a))]),
        _ => value,
    };
}
