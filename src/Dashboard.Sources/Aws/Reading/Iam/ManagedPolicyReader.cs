using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Iam;

/// <summary>AWS::IAM::ManagedPolicy: the document is that of the default version.</summary>
internal static class ManagedPolicyReader
{
    private static readonly ReadOperation Get = IamParts.Operation("GetPolicy");
    private static readonly ReadOperation Version = IamParts.Operation("GetPolicyVersion");
    private static readonly ReadOperation Entities = IamParts.Operation("ListEntitiesForPolicy");

    public static readonly TypeReader Reader = new(
        "AWS::IAM::ManagedPolicy",
        "IAM",
        ReadSection.Of<Found>(
            [Get, Version],
            async c =>
            {
                if ((await IamParts.AskAsync(c, Get, ("PolicyArn", c.Id))).At("Policy") is not { } policy)
                    return null;
                var version = await IamParts.AskAsync(c, Version, ("PolicyArn", c.Id), ("VersionId", policy.Text("DefaultVersionId")));
                return new Found(policy, EscapedJson(version.Text("PolicyVersion", "Document")));
            },
            ("PolicyArn", p => Of(p.Policy.Text("Arn"))),
            ("PolicyId", p => Of(p.Policy.Text("PolicyId"))),
            ("ManagedPolicyName", p => Of(p.Policy.Text("PolicyName"))),
            ("Path", p => Of(p.Policy.Text("Path"))),
            ("Description", p => Of(p.Policy.Text("Description"))),
            ("DefaultVersionId", p => Of(p.Policy.Text("DefaultVersionId"))),
            ("PolicyDocument", p => p.Document)),
        ReadSection.Of<PropertyValue>(
            [Entities],
            async c => await IamParts.AskAsync(c, Entities, ("PolicyArn", c.Id)),
            ("Roles", e => Names(e, "PolicyRoles", "RoleName")),
            ("Users", e => Names(e, "PolicyUsers", "UserName")),
            ("Groups", e => Names(e, "PolicyGroups", "GroupName"))));

    private static PropertyValue? Names(PropertyValue entities, string list, string name) => entities.Text("IsTruncated") == "true"
        ? new UnresolvedValue("the policy is attached to more than are read")
        : List(entities.Items(list).Select(e => e.Text(name)));

    internal sealed record Found(PropertyValue Policy, PropertyValue? Document);
}
