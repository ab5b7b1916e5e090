using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Iam;

/// <summary>AWS::IAM::Role.</summary>
internal static class RoleReader
{
    private static readonly ReadOperation Get = IamParts.Operation("GetRole");
    private static readonly ReadOperation Attached = IamParts.Operation("ListAttachedRolePolicies");
    private static readonly ReadOperation Inline = IamParts.Operation("ListRolePolicies");
    public static readonly ReadOperation InlineDocument = IamParts.Operation("GetRolePolicy");

    public static readonly TypeReader Reader = new(
        "AWS::IAM::Role",
        "IAM",
        ReadSection.Of<PropertyValue>(
            [Get],
            async c => (await IamParts.AskAsync(c, Get, ("RoleName", c.Id))).At("Role"),
            ("RoleName", r => Of(r.Text("RoleName"))),
            ("RoleId", r => Of(r.Text("RoleId"))),
            ("Arn", r => Of(r.Text("Arn"))),
            ("Path", r => Of(r.Text("Path"))),
            ("Description", r => Of(r.Text("Description"))),
            ("MaxSessionDuration", r => Of(r.Text("MaxSessionDuration"))),
            ("AssumeRolePolicyDocument", r => EscapedJson(r.Text("AssumeRolePolicyDocument"))),
            ("PermissionsBoundary", r => Of(r.Text("PermissionsBoundary", "PermissionsBoundaryArn"))),
            ("Tags", r => IamParts.Tags(r.At("Tags")))),
        ReadSection.Of<Answer>(
            [Attached],
            async c => new Answer(await IamParts.AttachedAsync(c, Attached, "RoleName")),
            ("ManagedPolicyArns", a => a.Value)),
        ReadSection.Of<Answer>(
            [Inline, InlineDocument],
            async c => new Answer(await IamParts.InlineAsync(c, Inline, InlineDocument, "RoleName")),
            ("Policies", a => a.Value))
            with
        { Calls = IamParts.InlineCalls });
}
