using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Iam;

/// <summary>AWS::IAM::User.</summary>
internal static class UserReader
{
    private static readonly ReadOperation Get = IamParts.Operation("GetUser");
    private static readonly ReadOperation Attached = IamParts.Operation("ListAttachedUserPolicies");
    private static readonly ReadOperation Inline = IamParts.Operation("ListUserPolicies");
    private static readonly ReadOperation Groups = IamParts.Operation("ListGroupsForUser");
    public static readonly ReadOperation InlineDocument = IamParts.Operation("GetUserPolicy");

    public static readonly TypeReader Reader = new(
        "AWS::IAM::User",
        "IAM",
        ReadSection.Of<PropertyValue>(
            [Get],
            async c => (await IamParts.AskAsync(c, Get, ("UserName", c.Id))).At("User"),
            ("UserName", u => Of(u.Text("UserName"))),
            ("Arn", u => Of(u.Text("Arn"))),
            ("Path", u => Of(u.Text("Path"))),
            ("PermissionsBoundary", u => Of(u.Text("PermissionsBoundary", "PermissionsBoundaryArn"))),
            ("Tags", u => IamParts.Tags(u.At("Tags")))),
        ReadSection.Of<Answer>(
            [Attached],
            async c => new Answer(await IamParts.AttachedAsync(c, Attached, "UserName")),
            ("ManagedPolicyArns", a => a.Value)),
        ReadSection.Of<Answer>(
            [Inline, InlineDocument],
            async c => new Answer(await IamParts.InlineAsync(c, Inline, InlineDocument, "UserName")),
            ("Policies", a => a.Value))
            with
        { Calls = IamParts.InlineCalls },
        ReadSection.Of<Answer>(
            [Groups],
            async c => new Answer(List((await IamParts.AskAllAsync(c, Groups, "Groups", ("UserName", c.Id))).Select(g => g.Text("GroupName")))),
            ("Groups", a => a.Value)));
}
