using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>What the schema says a service makes of a value.</summary>
internal sealed class SchemaTransform() : ScalarNormaliser(
    "CMP007",
    "Value that the service transforms",
    "A type's schema may say what the service makes of a value (lower case, a key's ARN of its id, 13.4.2 of 13.4). It is applied to the template's value, and only against what the service returns: between two templates a text is what it is. The ports of a protocol that has none are not returned, or as -1.",
    NormaliserSample.Same("AWS::RDS::DBInstance", """{"DBInstanceIdentifier":"ShopDb","EngineVersion":"13.4"}""", """{"DBInstanceIdentifier":"shopdb","EngineVersion":"13.4.2"}"""),
    NormaliserSample.Same(
        "AWS::EC2::SecurityGroup",
        """{"SecurityGroupIngress":[{"IpProtocol":"-1","FromPort":80,"ToPort":80,"CidrIp":"10.0.0.0/8"}]}""",
        """{"SecurityGroupIngress":[{"IpProtocol":"-1","CidrIp":"10.0.0.0/8"}]}"""),
    NormaliserSample.Different(
        "AWS::EC2::SecurityGroup",
        """{"SecurityGroupIngress":[{"IpProtocol":"tcp","FromPort":80,"ToPort":80,"CidrIp":"10.0.0.0/8"}]}""",
        """{"SecurityGroupIngress":[{"IpProtocol":"tcp","CidrIp":"10.0.0.0/8"}]}"""),
    NormaliserSample.Different("AWS::RDS::DBInstance", """{"DBInstanceIdentifier":"ShopDb"}""", """{"DBInstanceIdentifier":"shopdb2"}"""),
    NormaliserSample.Different("AWS::RDS::DBInstance", """{"DBInstanceIdentifier":"ShopDb"}""", """{"DBInstanceIdentifier":"shopdb"}""", ComparisonOptions.Templates))
{
    /// <summary>The rule, for what a service does not return at all.</summary>
    public static readonly SchemaTransform Instance = new();

    public override bool AreSame(in ScalarPair pair)
    {
        if (!pair.Options.IsLive || pair.Place.Transform is not { } transform)
            return false;
        foreach (var alternative in transform)
        {
            if (TextSteps.Matches(alternative, pair.Left.Text, pair.Right.Text, pair.Siblings))
                return true;
        }

        return false;
    }

    /// <summary>Whether a port says nothing, since its protocol has none: a service answers with -1, or leaves it out.</summary>
    public static bool SaysNothing(TraitCursor place, MapValue? siblings) =>
        place.Transform is [[{ Name: TextSteps.PortStep }]] && TextSteps.ProtocolOf(siblings) is { } protocol && !TextSteps.HasPorts(protocol);

    /// <summary>The one spelling of a value that both sides of a live comparison share, where the schema's step makes the same of either: a protocol by its number and by its name.</summary>
    public static string? Shared(string text, TraitCursor place) => place.Transform is [[{ Name: TextSteps.ProtocolStep }]] ? TextSteps.Protocol(text) : null;
}
