using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Drift;

namespace Dashboard.Sandbox.Http;

internal sealed partial class CloudFormationApi
{
    private object[] DetectStackDrift(CallScope scope, QueryForm form) =>
        [new XElement("StackDriftDetectionId", cloud.DetectStackDrift(scope.Account, scope.Region, form.Require("StackName"), form.List("LogicalResourceIds")))];

    private object[] DetectStackResourceDrift(CallScope scope, QueryForm form)
    {
        var (stack, resource) = cloud.DetectResourceDrift(scope.Account, scope.Region, form.Require("StackName"), form.Require("LogicalResourceId"));
        return [new XElement("StackResourceDrift", Drift(stack, resource))];
    }

    private object[] DescribeStackDriftDetectionStatus(CallScope scope, QueryForm form)
    {
        var id = form.Require("StackDriftDetectionId");
        var detection = Region(scope).Detections.GetValueOrDefault(id) ?? throw Invalid($"Drift detection with id {id} does not exist.");
        var status = new List<object>
        {
            new XElement("StackId", detection.StackId),
            new XElement("StackDriftDetectionId", detection.Id),
            new XElement("DetectionStatus", detection.IsSettled ? detection.Outcome : "DETECTION_IN_PROGRESS"),
            new XElement("Timestamp", Time(detection.StartedAt)),
        };
        if (detection.IsSettled)
        {
            status.Add(new XElement("StackDriftStatus", detection.StackDriftStatus));
            status.Add(new XElement("DriftedStackResourceCount", detection.DriftedCount.ToString(CultureInfo.InvariantCulture)));
            if (!detection.Failures.IsEmpty)
                status.Add(new XElement("DetectionStatusReason", Reason(detection)));
        }

        return [.. status];
    }

    private object[] DescribeStackResourceDrifts(CallScope scope, QueryForm form)
    {
        var stack = Stack(scope, form);
        var filter = form.List("StackResourceDriftStatusFilters");
        var drifts = stack.Resources.Values.Where(r => r.Drift is not null && (filter.IsEmpty || filter.Contains(r.Drift.Status)));
        return Page(
            "DescribeStackResourceDrifts:" + stack.StackId, "StackResourceDrifts", drifts, r => r.LogicalId, form, r => Drift(stack, r),
            form.Number("MaxResults", PageSize, 1, 100));
    }

    private static object?[] Drift(SandboxStack stack, SandboxResource resource)
    {
        var drift = resource.Drift!;
        return
        [
            new XElement("StackId", stack.StackId),
            new XElement("LogicalResourceId", resource.LogicalId),
            new XElement("PhysicalResourceId", resource.PhysicalId),
            new XElement("ResourceType", resource.Type),
            new XElement("ExpectedProperties", JsonValues.Write(drift.Expected)),
            drift.Actual is null ? null : new XElement("ActualProperties", JsonValues.Write(drift.Actual)),
            Members("PropertyDifferences", drift.Differences, d => new object[]
            {
                new XElement("PropertyPath", d.Path),
                new XElement("ExpectedValue", d.Expected),
                new XElement("ActualValue", d.Actual),
                new XElement("DifferenceType", d.Kind),
            }),
            new XElement("StackResourceDriftStatus", drift.Status),
            new XElement("Timestamp", Time(drift.Timestamp)),
        ];
    }

    /// <summary>{"Summary": "...", "Failures": [{"Resource": "Queue", "FailureReason": "Rate exceeded"}]}.</summary>
    private static string Reason(DriftDetection detection)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("Summary", string.Create(CultureInfo.InvariantCulture, $"Failed to detect drift on {detection.Failures.Count} resource(s)"));
            writer.WriteStartArray("Failures");
            foreach (var (resource, reason) in detection.Failures)
            {
                writer.WriteStartObject();
                writer.WriteString("Resource", resource);
                writer.WriteString("FailureReason", reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
