using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::CloudWatch::Alarm: its physical id is its name.</summary>
internal static class AlarmReader
{
    private static readonly ReadOperation Alarms = ReadOperation.Query("monitoring", "DescribeAlarms", "cloudwatch:DescribeAlarms");
    private static readonly ReadOperation AlarmTags = ReadOperation.Query("monitoring", "ListTagsForResource", "cloudwatch:ListTagsForResource");

    public static readonly TypeReader Reader = new(
        "AWS::CloudWatch::Alarm",
        "CloudWatch",
        ReadSection.Of<PropertyValue>(
            [Alarms],
            async c => (await c.AskAsync(WireService.CloudWatch, Alarms, ("AlarmNames.member.1", c.Id), ("AlarmTypes.member.1", "MetricAlarm"))).Items("MetricAlarms").FirstOrDefault(),
            [
                ("Arn", a => a.Some("AlarmArn")),
                .. new[]
                {
                    "ActionsEnabled", "AlarmActions", "AlarmDescription", "AlarmName", "ComparisonOperator", "DatapointsToAlarm", "Dimensions", "EvaluateLowSampleCountPercentile",
                    "EvaluationPeriods", "ExtendedStatistic", "InsufficientDataActions", "MetricName", "Metrics", "Namespace", "OKActions", "Period", "Statistic", "Threshold",
                    "ThresholdMetricId", "TreatMissingData", "Unit",
                }.Select(name => (name, (Func<PropertyValue, PropertyValue?>)(a => a.Some(name)))),
            ]),
        ReadSection.Of<PropertyValue>(
            [AlarmTags],
            async c => await c.AskAsync(WireService.CloudWatch, AlarmTags, ("ResourceARN", $"arn:{c.Partition}:cloudwatch:{c.Scope.Region}:{c.Scope.Account}:alarm:{c.Id}")),
            ("Tags", t => Tags(t.Items("Tags"), g => g.Text("Key"), g => g.Text("Value")))));
}
