namespace Dashboard.Core.Traits;

/// <summary>What is known of one place in a resource type's properties.</summary>
[Flags]
public enum TraitFlags
{
    None = 0,

    /// <summary>Only the service sets it.</summary>
    ReadOnly = 1 << 0,

    /// <summary>No service returns it.</summary>
    WriteOnly = 1 << 1,

    /// <summary>A change replaces the resource.</summary>
    CreateOnly = 1 << 2,

    /// <summary>A change may replace the resource.</summary>
    CreateOnlyIf = 1 << 3,

    /// <summary>A boolean: "true" and true are the same.</summary>
    Bool = 1 << 4,

    /// <summary>An integer: "80" and 80 are the same.</summary>
    Int = 1 << 5,

    /// <summary>A number: "5.0" and 5 are the same.</summary>
    Num = 1 << 6,

    /// <summary>Letter case carries no meaning; of a map, that of its keys.</summary>
    Caseless = 1 << 7,

    /// <summary>A list whose order carries no meaning.</summary>
    Unordered = 1 << 8,

    /// <summary>A list whose order carries meaning.</summary>
    Ordered = 1 << 9,

    /// <summary>A list without repeated items.</summary>
    Unique = 1 << 10,

    /// <summary>A list of key and value to which the service adds entries of its own.</summary>
    AttributeList = 1 << 11,

    /// <summary>A JSON document, as an object or as text; inside it the kinds of scalars matter.</summary>
    Json = 1 << 12,

    /// <summary>An access policy.</summary>
    Policy = 1 << 13,

    /// <summary>Always a secret.</summary>
    Sensitive = 1 << 14,

    /// <summary>A place where people put credentials, although they should not.</summary>
    SecretRisk = 1 << 15,

    /// <summary>The resource's tags, as a list of Key and Value or as a map.</summary>
    Tags = 1 << 16,

    /// <summary>Inside a policy: one item may stand without its list, and repeated items mean nothing.</summary>
    SingleOrList = 1 << 17,

    /// <summary>Inside a policy: an account id and its root ARN are the same.</summary>
    AccountPrincipal = 1 << 18,

    /// <summary>Any entry may stand in this map: its keys are the user's, not the schema's.</summary>
    FreeKeys = 1 << 19,

    /// <summary>An address block.</summary>
    Cidr = 1 << 20,

    /// <summary>Names a KMS key, by id, ARN or alias.</summary>
    KmsKey = 1 << 21,

    /// <summary>Names another resource, by name or ARN.</summary>
    NamesResource = 1 << 22,

    /// <summary>The service makes something of the value, and how is not known here.</summary>
    Transformed = 1 << 23,

    /// <summary>Inside a policy: an empty list holds for nothing, and an absent one for everything.</summary>
    EmptyCounts = 1 << 25,

    /// <summary>A text that holds a YAML document (or a JSON one).</summary>
    Yaml = 1 << 26,

    /// <summary>Inside a policy: what a statement is called.</summary>
    StatementId = 1 << 27,

    /// <summary>A map of texts, also where it is written as JSON.</summary>
    Texts = 1 << 28,

    /// <summary>An entry of a map of texts: 100 and "100" are the same.</summary>
    Text = 1 << 29,

    /// <summary>Inside a policy: who is meant.</summary>
    Principal = 1 << 30,
}
