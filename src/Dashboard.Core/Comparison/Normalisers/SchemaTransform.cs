namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>What the schema says a service makes of a value.</summary>
internal sealed class SchemaTransform() : ScalarNormaliser(
    "CMP007",
    "Value that the service transforms",
    "A type's schema may say what the service makes of a value (lower case, a key's ARN of its id, 13.4.2 of 13.4). It is applied to the template's value, and only against what the service returns: between two templates a text is what it is.",
    NormaliserSample.Same("AWS::RDS::DBInstance", """{"DBInstanceIdentifier":"ShopDb","EngineVersion":"13.4"}""", """{"DBInstanceIdentifier":"shopdb","EngineVersion":"13.4.2"}"""),
    NormaliserSample.Different("AWS::RDS::DBInstance", """{"DBInstanceIdentifier":"ShopDb"}""", """{"DBInstanceIdentifier":"shopdb2"}"""),
    NormaliserSample.Different("AWS::RDS::DBInstance", """{"DBInstanceIdentifier":"ShopDb"}""", """{"DBInstanceIdentifier":"shopdb"}""", ComparisonOptions.Templates))
{
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
}
