namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>An item that a resource of its own attaches to another resource.</summary>
internal static class SiblingAttachment
{
    private const string Group = """{"SecurityGroupIngress":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"CidrIp":"10.0.0.0/8"}]}""";

    public static readonly ShapeNormaliser Rule = new(
        "CMP041",
        "Attachment declared by a sibling",
        "A rule, policy or hook that a resource of its own declares for another resource of the stack shows up in that resource's list. It is declared, and no drift; what nobody declares is. In the first sample below, the stack declares the second rule as a resource of its own; in the other it does not.",
        // The same where an AWS::EC2::SecurityGroupIngress of the stack declares the second rule.
        NormaliserSample.Same(
            "AWS::EC2::SecurityGroup",
            Group,
            """{"SecurityGroupIngress":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"CidrIp":"10.0.0.0/8"},{"IpProtocol":"tcp","FromPort":80,"ToPort":80,"CidrIp":"10.0.0.0/8"}]}"""),
        NormaliserSample.Different(
            "AWS::EC2::SecurityGroup",
            Group,
            """{"SecurityGroupIngress":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"CidrIp":"10.0.0.0/8"},{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIp":"0.0.0.0/0"}]}"""));

    /// <summary>Which resource attaches what to which list of which other one.</summary>
    public static readonly ImmutableArray<Attachment> Attachments =
    [
        new("AWS::EC2::SecurityGroupIngress", "GroupId", "AWS::EC2::SecurityGroup", "SecurityGroupIngress", null),
        new("AWS::EC2::SecurityGroupEgress", "GroupId", "AWS::EC2::SecurityGroup", "SecurityGroupEgress", null),
        new("AWS::AutoScaling::LifecycleHook", "AutoScalingGroupName", "AWS::AutoScaling::AutoScalingGroup", "LifecycleHookSpecificationList", null),
        new("AWS::IAM::Policy", "Roles", "AWS::IAM::Role", "Policies", ["PolicyName", "PolicyDocument"]),
        new("AWS::IAM::Policy", "Users", "AWS::IAM::User", "Policies", ["PolicyName", "PolicyDocument"]),
        new("AWS::IAM::Policy", "Groups", "AWS::IAM::Group", "Policies", ["PolicyName", "PolicyDocument"]),
        new("AWS::IAM::RolePolicy", "RoleName", "AWS::IAM::Role", "Policies", ["PolicyName", "PolicyDocument"]),
        new("AWS::IAM::UserPolicy", "UserName", "AWS::IAM::User", "Policies", ["PolicyName", "PolicyDocument"]),
        new("AWS::IAM::GroupPolicy", "GroupName", "AWS::IAM::Group", "Policies", ["PolicyName", "PolicyDocument"]),
        new("AWS::IAM::ManagedPolicy", "Roles", "AWS::IAM::Role", "ManagedPolicyArns", []),
        new("AWS::IAM::ManagedPolicy", "Users", "AWS::IAM::User", "ManagedPolicyArns", []),
        new("AWS::IAM::ManagedPolicy", "Groups", "AWS::IAM::Group", "ManagedPolicyArns", []),
    ];

    /// <summary>An attachment.</summary>
    /// <param name="Child">The type that attaches.</param>
    /// <param name="Names">Its property that names the other resource: a text or a list of texts.</param>
    /// <param name="Parent">The type that something is attached to.</param>
    /// <param name="List">The list that the item shows up in.</param>
    /// <param name="Properties">What of the child the item is made of: all but <paramref name="Names"/> where null; its physical id where empty.</param>
    internal sealed record Attachment(string Child, string Names, string Parent, string List, ImmutableArray<string>? Properties);
}
