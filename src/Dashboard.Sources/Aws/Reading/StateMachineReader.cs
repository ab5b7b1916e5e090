using Dashboard.Sources.Aws.Access;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::StepFunctions::StateMachine.</summary>
internal static class StateMachineReader
{
    private static readonly ReadOperation Describe = ReadOperation.Json("states", "AWSStepFunctions.DescribeStateMachine");
    private static readonly ReadOperation MachineTags = ReadOperation.Json("states", "AWSStepFunctions.ListTagsForResource");

    public static readonly TypeReader Reader = new(
        "AWS::StepFunctions::StateMachine",
        "StepFunctions",
        ReadSection.Of<PropertyValue>(
            [Describe],
            DescribeAsync,
            ("Arn", m => m.Some("stateMachineArn")),
            ("Name", m => m.Some("name")),
            ("StateMachineName", m => m.Some("name")),
            ("StateMachineType", m => m.Some("type")),
            ("RoleArn", m => m.Some("roleArn")),
            ("DefinitionString", m => m.Some("definition")),
            ("TracingConfiguration", m => Map(("Enabled", m.Some("tracingConfiguration", "enabled")))),
            ("LoggingConfiguration", m => Map(
                ("Level", m.Some("loggingConfiguration", "level")),
                ("IncludeExecutionData", m.Some("loggingConfiguration", "includeExecutionData")),
                ("Destinations", List(m.Items("loggingConfiguration", "destinations").Select(d =>
                    Map(("CloudWatchLogsLogGroup", Map(("LogGroupArn", d.Some("cloudWatchLogsLogGroup", "logGroupArn")))))))))),
            ("EncryptionConfiguration", m => m.Text("encryptionConfiguration", "type") is null ? null : Map(
                ("Type", m.Some("encryptionConfiguration", "type")),
                ("KmsKeyId", m.Some("encryptionConfiguration", "kmsKeyId")),
                ("KmsDataKeyReusePeriodSeconds", m.Some("encryptionConfiguration", "kmsDataKeyReusePeriodSeconds"))))),
        ReadSection.Of<PropertyValue>(
            [MachineTags],
            async c => await c.AskAsync(WireService.StepFunctions, MachineTags, ("resourceArn", c.Id)),
            ("Tags", t => Tags(t.Items("tags"), g => g.Text("key"), g => g.Text("value")))));

    /// <summary>Of a machine that is encrypted with a key of the account, the definition takes the permission to decrypt, and all else does not.</summary>
    private static async Task<PropertyValue?> DescribeAsync(ReadContext c)
    {
        try
        {
            return await c.AskAsync(WireService.StepFunctions, Describe, ("stateMachineArn", c.Id));
        }
        catch (ReadStop stop) when (stop.Code == "KmsAccessDeniedException" || Denial.Of(stop.Message) is { Action: "kms:Decrypt" })
        {
            var rest = await c.AskAsync(WireService.StepFunctions, Describe, ("stateMachineArn", c.Id), ("includedData", "METADATA_ONLY"));
            return MapValue.Create(rest.Entries.Where(e => e.Key != "definition").Append(new("definition", new UnresolvedValue(Denial.ByPolicy("reading it", "kms:Decrypt")))));
        }
    }
}
