using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Iam;

/// <summary>AWS::IAM::Group.</summary>
internal static class GroupReader
{
    private static readonly ReadOperation Get = IamParts.Operation("GetGroup");
    private static readonly ReadOperation Attached = IamParts.Operation("ListAttachedGroupPolicies");
    private static readonly ReadOperation Inline = IamParts.Operation("ListGroupPolicies");
    public static readonly ReadOperation InlineDocument = IamParts.Operation("GetGroupPolicy");

    public static readonly TypeReader Reader = new(
        "AWS::IAM::Group",
        "IAM",
        ReadSection.Of<PropertyValue>(
            [Get],
            async c => (await IamParts.AskAsync(c, Get, ("GroupName", c.Id), ("MaxItems", "1"))).At("Group"),
            ("GroupName", g => Of(g.Text("GroupName"))),
            ("Arn", g => Of(g.Text("Arn"))),
            ("Path", g => Of(g.Text("Path")))),
        ReadSection.Of<Answer>(
            [Attached],
            async c => new Answer(await IamParts.AttachedAsync(c, Attached, "GroupName")),
            ("ManagedPolicyArns", a => a.Value)),
        ReadSection.Of<Answer>(
            [Inline, InlineDocument],
            async c => new Answer(await IamParts.InlineAsync(c, Inline, InlineDocument, "GroupName")),
            ("Policies", a => a.Value))
            with
        { Calls = IamParts.InlineCalls });
}
