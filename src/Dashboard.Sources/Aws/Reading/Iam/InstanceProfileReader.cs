using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Iam;

/// <summary>AWS::IAM::InstanceProfile.</summary>
internal static class InstanceProfileReader
{
    private static readonly ReadOperation Get = IamParts.Operation("GetInstanceProfile");

    public static readonly TypeReader Reader = new(
        "AWS::IAM::InstanceProfile",
        "IAM",
        ReadSection.Of<PropertyValue>(
            [Get],
            async c => (await IamParts.AskAsync(c, Get, ("InstanceProfileName", c.Id))).At("InstanceProfile"),
            ("InstanceProfileName", p => Of(p.Text("InstanceProfileName"))),
            ("Arn", p => Of(p.Text("Arn"))),
            ("Path", p => Of(p.Text("Path"))),
            ("Roles", p => List(p.Items("Roles").Select(r => r.Text("RoleName"))))));
}
