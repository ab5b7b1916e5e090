using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Lambda;

/// <summary>AWS::Lambda::Function. Its code is never asked for: the operation that gives its address gives the code to whoever has that.</summary>
internal static class FunctionReader
{
    public static readonly ReadOperation Configuration = ReadOperation.Rest("lambda", "GetFunctionConfiguration", "/2015-03-31/functions/{}/configuration");
    private static readonly ReadOperation Concurrency = ReadOperation.Rest("lambda", "GetFunctionConcurrency", "/2019-09-30/functions/{}/concurrency");
    private static readonly ReadOperation FunctionTags = ReadOperation.Rest("lambda", "ListTags", "/2017-03-31/tags/{}");

    public static readonly TypeReader Reader = new(
        "AWS::Lambda::Function",
        "Lambda",
        ReadSection.Of<PropertyValue>(
            [Configuration],
            async c => await c.AskAsync(WireService.Lambda, Configuration, [c.Id], MapValue.Empty),
            ("FunctionName", f => f.Some("FunctionName")),
            ("Arn", f => f.Some("FunctionArn")),
            ("Description", f => f.Some("Description")),
            ("Role", f => f.Some("Role")),
            ("Handler", f => f.Some("Handler")),
            ("Runtime", f => f.Some("Runtime")),
            ("MemorySize", f => f.Some("MemorySize")),
            ("Timeout", f => f.Some("Timeout")),
            ("PackageType", f => f.Some("PackageType")),
            ("Architectures", f => f.Some("Architectures")),
            ("Environment", f => f.Some("Environment", "Error") is null ? Map(("Variables", f.Some("Environment", "Variables"))) : new UnresolvedValue("Lambda could not decrypt the variables for this reader")),
            ("KmsKeyArn", f => f.Some("KMSKeyArn")),
            ("DeadLetterConfig", f => f.Some("DeadLetterConfig").Pick("TargetArn")),
            ("TracingConfig", f => f.Some("TracingConfig").Pick("Mode")),
            ("VpcConfig", f => f.Some("VpcConfig").Pick("SecurityGroupIds", "SubnetIds", "Ipv6AllowedForDualStack")),
            ("EphemeralStorage", f => f.Some("EphemeralStorage").Pick("Size")),
            ("FileSystemConfigs", f => f.Some("FileSystemConfigs")),
            ("Layers", f => List(f.Items("Layers").Select(l => l.Text("Arn")))),
            ("LoggingConfig", f => f.Some("LoggingConfig").Pick("ApplicationLogLevel", "LogFormat", "LogGroup", "SystemLogLevel")),
            ("ImageConfig", f => f.Some("ImageConfigResponse", "ImageConfig").Pick("Command", "EntryPoint", "WorkingDirectory")),
            ("SnapStartResponse", f => f.Some("SnapStart").Pick("ApplyOn", "OptimizationStatus"))),
        ReadSection.Of<PropertyValue>(
            [Concurrency],
            async c => await c.AskAsync(WireService.Lambda, Concurrency, [c.Id], MapValue.Empty),
            ("ReservedConcurrentExecutions", f => f.Some("ReservedConcurrentExecutions"))),
        ReadSection.Of<PropertyValue>(
            [FunctionTags],
            async c => await c.AskAsync(WireService.Lambda, FunctionTags, [$"arn:{c.Partition}:lambda:{c.Scope.Region}:{c.Scope.Account}:function:{c.Id}"], MapValue.Empty),
            ("Tags", t => List((t.At("Tags") as MapValue)?.Entries.Select(e => Map(("Key", new ScalarValue(e.Key)), ("Value", e.Value)))))));
}
