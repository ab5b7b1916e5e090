namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>A YAML document in a text.</summary>
internal static class YamlText
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP031",
        "YAML in a text",
        "Where a service reads a text as YAML (a build specification, a document of Systems Manager), it is compared as what it holds: layout, comments, quotes and the order of keys say nothing, and JSON is YAML too. "
        + "A number, a boolean and a quoted text of the same letters are different things. Of a text with holes the rest is compared all the same.",
        NormaliserSample.Same(
            "AWS::CodeBuild::Project",
            """{"Source":{"Type":"NO_SOURCE","BuildSpec":"version: 0.2\nphases:\n  build:\n    commands: # all of them\n    - make\n"}}""",
            """{"Source":{"Type":"NO_SOURCE","BuildSpec":"phases: {build: {commands: [\"make\"]}}\nversion: 0.2"}}"""),
        NormaliserSample.Different(
            "AWS::CodeBuild::Project",
            """{"Source":{"Type":"NO_SOURCE","BuildSpec":"version: 0.2\nenv: {variables: {DEBUG: on}}\n"}}""",
            """{"Source":{"Type":"NO_SOURCE","BuildSpec":"version: 0.2\nenv: {variables: {DEBUG: 'on'}}\n"}}"""));
}
