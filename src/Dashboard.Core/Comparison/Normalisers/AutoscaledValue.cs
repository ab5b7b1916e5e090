using System.Globalization;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>A capacity that scaling sets between declared bounds.</summary>
internal sealed class AutoscaledValue() : ScalarNormaliser(
    "CMP040",
    "Scaled between its bounds",
    "Where the template gives a capacity and the bounds within which it may be scaled, any value between the bounds is what the template means. A value beyond them is drift, and so is a change of the bounds.",
    NormaliserSample.Same("AWS::AutoScaling::AutoScalingGroup", """{"MinSize":"1","MaxSize":"4","DesiredCapacity":"2"}""", """{"MinSize":"1","MaxSize":"4","DesiredCapacity":"3"}"""),
    NormaliserSample.Different("AWS::AutoScaling::AutoScalingGroup", """{"MinSize":"1","MaxSize":"4","DesiredCapacity":"2"}""", """{"MinSize":"1","MaxSize":"4","DesiredCapacity":"5"}"""),
    NormaliserSample.Different(
        "AWS::AutoScaling::AutoScalingGroup", """{"MinSize":"1","MaxSize":"4","DesiredCapacity":"2"}""", """{"MinSize":"1","MaxSize":"4","DesiredCapacity":"3"}""", ComparisonOptions.Templates))
{
    /// <summary>The rule, for capacities whose bounds another resource declares.</summary>
    public static readonly AutoscaledValue Instance = new();

    /// <summary>Capacities whose bounds a scalable target of the stack declares, by its dimension.</summary>
    public static readonly ImmutableArray<(string Type, string Path, string Dimension)> Targets =
    [
        ("AWS::ECS::Service", "/DesiredCount", "ecs:service:DesiredCount"),
        ("AWS::DynamoDB::Table", "/ProvisionedThroughput/ReadCapacityUnits", "dynamodb:table:ReadCapacityUnits"),
        ("AWS::DynamoDB::Table", "/ProvisionedThroughput/WriteCapacityUnits", "dynamodb:table:WriteCapacityUnits"),
        ("AWS::Lambda::Alias", "/ProvisionedConcurrencyConfig/ProvisionedConcurrentExecutions", "lambda:function:ProvisionedConcurrency"),
    ];

    /// <summary>Capacities of a type whose bounds stand beside them, as MinSize and MaxSize.</summary>
    public static ImmutableArray<string> PlacesOf(string type) => type == "AWS::AutoScaling::AutoScalingGroup" ? ["/DesiredCapacity"] : [];

    public override bool AreSame(in ScalarPair pair) =>
        pair.Options.IsLive && pair.Place.Has(TraitFlags.Autoscaled) && IsWithin(pair.Right.Text, pair.Siblings?["MinSize"], pair.Siblings?["MaxSize"]);

    /// <summary>Whether a live capacity lies between two bounds.</summary>
    public static bool IsWithin(string text, PropertyValue? least, PropertyValue? most) =>
        Whole(text) is { } value && least is ScalarValue { Text: var from } && most is ScalarValue { Text: var to } && Whole(from) <= value && value <= Whole(to);

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
