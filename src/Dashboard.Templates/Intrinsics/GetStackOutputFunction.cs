using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>Fn::GetStackOutput: {StackName, OutputName, Region, RoleArn}</c>: an output of another stack is read at deployment, so the call is kept.</summary>
internal static class GetStackOutputFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call) =>
        call.Argument is MappingNode mapping && mapping["StackName"] is not null && mapping["OutputName"] is not null
            ? call.Keep(call.Evaluate(mapping))
            : call.Fail("Fn::GetStackOutput must be a mapping with a StackName and an OutputName.");
}
