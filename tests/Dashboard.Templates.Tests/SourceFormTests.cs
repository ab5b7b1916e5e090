using Dashboard.Core.Comparison;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>Which forms of a template's text say the same to CloudFormation, and which do not.</summary>
public sealed class SourceFormTests
{
    private static readonly SecretFingerprinter Fingerprinter = SecretFingerprinter.CreateRandom();

    [Theory]
    [InlineData("True", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("!If [C, False, True]", "!If [C, false, true]")]
    [InlineData("!Equals [!Ref F, True]", "!Equals [!Ref F, true]")]
    [InlineData("!GetAZs ''", "!GetAZs {Ref: 'AWS::Region'}")]
    [InlineData("{'Fn::GetAZs': ''}", "!GetAZs {Ref: 'AWS::Region'}")]
    [InlineData("!Sub '${A}'", "!Sub '${ A }'")]
    [InlineData("!If [C, a, a]", "a")]
    [InlineData("!If [C, !Ref A, !Sub '${A}']", "!Ref A")]
    [InlineData("!If [C, !Ref 'AWS::NoValue', !Ref 'AWS::NoValue']", "!Ref 'AWS::NoValue'")]
    [InlineData("!Select [1, [a, b]]", "b")]
    [InlineData("{Ref: {Fn::Sub: '${A}x'}}", "{Ref: {Fn::Join: ['', [!Ref A, x]]}}")]
    [InlineData("!GetAtt [!Sub '${A}x', Arn]", "!GetAtt [!Join ['', [!Ref A, x]], Arn]")]
    [InlineData("!Base64 ab", "YWI=")]
    [InlineData("{'Fn::Base64': {'Fn::Join': ['', [a, b]]}}", "!Base64 ab")]
    [InlineData("!Split [',', 'a,b']", "[a, b]")]
    [InlineData("!Select [0, !Split [',', 'a,b']]", "a")]
    [InlineData("!Select ['1', !Cidr ['10.0.0.0/16', 2, 8]]", "10.0.1.0/24")]
    [InlineData("!Cidr ['10.0.0.0/16', 2, 8]", "['10.0.0.0/24', '10.0.1.0/24']")]
    [InlineData("!Join ['-', !Split [',', 'a,b']]", "a-b")]
    [InlineData("!Join ['-', [!Select [0, !Split [',', 'a,b']], !Ref A]]", "!Sub 'a-${A}'")]
    [InlineData("{'Fn::Base64': {'Fn::Sub': ['${x}${A}', {x: !Select [1, !Split [',', 'a,b']]}]}}", "!Base64 {'Fn::Sub': 'b${A}'}")]
    [InlineData("!If [C, !Base64 ab, !Ref A]", "!If [C, YWI=, !Ref A]")]
    [InlineData("[x, !Select [0, !Split [',', 'a,b']], y]", "[x, a, y]")]
    [InlineData("{'Fn::Length': [a, b, c]}", "3")]
    [InlineData("{'Fn::ToJsonString': {b: [1, x], a: true}}", "'{\"a\":true,\"b\":[1,\"x\"]}'")]
    [InlineData("!FindInMap [M, k, v]", "one")]
    [InlineData("!FindInMap [M, k, !Select [1, !Split [',', 'u,v']]]", "!FindInMap [M, k, v]")]
    [InlineData("!FindInMap [M, k, list]", "[p, q]")]
    [InlineData("!Select [1, !FindInMap [M, k, list]]", "q")]
    [InlineData("!Sub ['${x}-${A}', {x: !FindInMap [M, k, v]}]", "!Sub 'one-${A}'")]
    [InlineData("!FindInMap [M, k, none, {DefaultValue: d}]", "d")]
    [InlineData("!FindInMap [M, k, v]", "one", "Transform: AWS::Serverless-2016-10-31\n")]
    [InlineData("!FindInMap [M, k, v]", "one", "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\n")]
    [InlineData("!FindInMap [M, k, v]", "one", "Transform:\n")]
    [InlineData("!FindInMap [M, k, v]", "!FindInMap [M, k, v]", "Transform: Mine\n")]
    [InlineData("!Select [0, !Split [',', 'a,b']]", "a", "Transform: Mine\n")]
    [InlineData("{'Fn::Base64': {'Fn::Sub': ['${x}${A}', {x: !FindInMap [M, k, v]}]}}", "!Base64 {'Fn::Sub': 'one${A}'}")]
    [InlineData("!Select [!Ref A, [!FindInMap [M, k, v], b]]", "!Select [!Ref A, [one, b]]")]
    [InlineData("{'Fn::ToJsonString': {a: !FindInMap [M, k, v], b: !Ref A}}", "{'Fn::ToJsonString': {a: one, b: !Ref A}}")]
    [InlineData("!Join ['-', [!Base64 {'Fn::Sub': ['${x}${A}', {x: !FindInMap [M, k, v]}]}, x]]", "!Join ['-', [!Base64 {'Fn::Sub': 'one${A}'}, x]]")]
    public void These_say_the_same(string left, string right, string transform = "")
    {
        Assert.Empty(Compare(transform + Mappings + Property(left), transform + Mappings + Property(right)).Differences);
        Assert.Empty(Compare(transform + Mappings + Property(right), transform + Mappings + Property(left)).Differences);
    }

    [Theory]
    [InlineData("!Base64 ab", "!Base64 ac")]
    [InlineData("!Base64 {Ref: A}", "YWI=")]
    [InlineData("!Base64 {'Fn::Sub': '${A}'}", "QQ==")]
    [InlineData("!Select [0, !GetAZs '']", "eu-west-1a")]
    [InlineData("!Select [2, !Split [',', 'a,b']]", "b")]
    [InlineData("!Select [0, !Split [',', !Ref A]]", "x")]
    [InlineData("!Split [',', 'a,b']", "[b, a]")]
    [InlineData("!Split [',', !ImportValue e]", "[a, b]")]
    [InlineData("{'Fn::Length': !Ref A}", "1")]
    [InlineData("!Join [',', !Split ['-', !Ref 'AWS::Region']]", "'eu,west,1'")]
    [InlineData("!FindInMap [M, k, v]", "two")]
    [InlineData("!FindInMap [M, !Ref 'AWS::Region', v]", "one")]
    [InlineData("!FindInMap [M, k, none]", "one")]
    [InlineData("!FindInMap [M, k, v]", "one", "Transform: Mine\n")]
    [InlineData("!FindInMap [M, k, v]", "one", "Transform: [AWS::LanguageExtensions, Mine]\n")]
    [InlineData("!FindInMap [M, k, v]", "one", "Transform: {Name: Mine, Parameters: {A: b}}\n")]
    [InlineData("!FindInMap [M, k, v]", "one", "Transform: {Name: AWS::Include, Parameters: {Location: 's3://b/k'}}\n")]
    [InlineData("!FindInMap [M, k, v]", "one", "Fn::Transform: {Name: AWS::Include, Parameters: {Location: 's3://b/k'}}\n")]
    [InlineData("!Select [1, !FindInMap [M, k, list]]", "q", "Transform: AWS::ServerlessOfMine\n")]
    [InlineData("!Sub ['${x}-${A}', {x: !FindInMap [M, k, v]}]", "!Sub 'one-${A}'", "Transform: Mine\n")]
    [InlineData("!FindInMap [M, k, none, {DefaultValue: d}]", "d", "Transform: Mine\n")]
    [InlineData("{'Fn::Base64': {'Fn::Sub': ['${x}${A}', {x: !FindInMap [M, k, v]}]}}", "!Base64 {'Fn::Sub': 'two${A}'}")]
    [InlineData("{'Fn::Foo': !FindInMap [M, k, list]}", "{'Fn::Foo': [[p, q]]}")]
    [InlineData("{'Fn::Transform': {Name: Mine, Parameters: {A: !FindInMap [M, k, v]}}}", "{'Fn::Transform': {Name: Mine, Parameters: {A: one}}}")]
    public void These_calls_do_not(string left, string right, string transform = "")
    {
        Assert.NotEmpty(Compare(transform + Parameter + Mappings + Property(left), transform + Parameter + Mappings + Property(right)).Differences);
        Assert.NotEmpty(Compare(transform + Parameter + Mappings + Property(right), transform + Parameter + Mappings + Property(left)).Differences);
    }

    /// <summary>A call shows what was written, and what it makes only says whether that is the same.</summary>
    [Fact]
    public void A_call_that_comes_to_something_else_is_told_as_it_stands()
    {
        var difference = Assert.Single(Compare(Property("!Base64 ab"), Property("!Base64 ac")).Differences);

        Assert.Equal("""{"Fn::Base64":"ab"}""", DocumentWriter.Value(difference.Left!, null, PropertyPath.Root).GetRawText());
    }

    [Fact]
    public void A_changed_mapping_is_told_once_and_a_literal_is_held_against_its_own_sides_mapping()
    {
        var (before, after) = (Mappings, Mappings.Replace("k: {v: one", "k: {v: two", StringComparison.Ordinal));

        var alone = Assert.Single(Compare(before + Property("!FindInMap [M, k, v]"), after + Property("!FindInMap [M, k, v]")).Differences);
        Assert.Equal(("Mappings", "M", "/k/v"), (alone.Section, alone.Entry, alone.Path.ToString()));
        Assert.Equal("Mappings", Assert.Single(Compare(before + Property("!FindInMap [M, k, v]"), after + Property("one")).Differences).Section);
        Assert.Equal(["Resources", "Mappings"], Compare(before + Property("!FindInMap [M, k, v]"), after + Property("two")).Differences.Select(d => d.Section));
    }

    /// <summary>A list is paired by what its calls come to, and not in the order in which they stand.</summary>
    [Theory]
    [InlineData("AWS::RDS::DBInstance", "VPCSecurityGroups", "[!FindInMap [M, g, A], !FindInMap [M, g, B]]", "[sg-2, sg-1]", "")]
    [InlineData("AWS::RDS::DBInstance", "VPCSecurityGroups", "[!Select [0, !Split [',', 'a,b']], !Select [1, !Split [',', 'a,b']]]", "[new, a, b]", "Add /Properties/VPCSecurityGroups/0")]
    [InlineData("AWS::RDS::DBInstance", "VPCSecurityGroups", "[!Ref P, !FindInMap [M, g, A]]", "[sg-1, sg-3]", "NotEqual /Properties/VPCSecurityGroups/1")]
    [InlineData("Custom::Thing", "P", "[!Select [0, !Split [',', 'a,b']], !Select [1, !Split [',', 'a,b']]]", "[new, a, b]", "Add /Properties/P/0")]
    [InlineData("Custom::Thing", "P", "[!FindInMap [M, g, A], !FindInMap [M, g, B], x]", "[x, sg-1, sg-2, y]", "Add /Properties/P/0|NotEqual /Properties/P/3")]
    [InlineData("Custom::Thing", "P", "[!FindInMap [M, g, A], !FindInMap [M, g, B]]", "[sg-2, sg-1]", "NotEqual /Properties/P")]
    [InlineData("Custom::Thing", "P", "[{a: !FindInMap [M, g, A], b: x, c: y}, {a: !FindInMap [M, g, B], b: x, c: y}]", "[{a: sg-0, b: x, c: y}, {a: sg-1, b: x, c: y}, {a: sg-2, b: z, c: y}]", "Add /Properties/P/0|NotEqual /Properties/P/2/b")]
    [InlineData("AWS::IAM::ManagedPolicy", "PolicyDocument", "{Statement: [{Effect: Allow, Resource: '*', Action: [!FindInMap [M, g, A], !FindInMap [M, g, B]]}]}", "{Statement: [{Effect: Allow, Resource: '*', Action: [sg-2, sg-1, sg-1]}]}", "")]
    public void A_list_is_paired_by_what_its_calls_come_to(string type, string property, string left, string right, string expected)
    {
        const string mappings = "Mappings: {M: {g: {A: sg-1, B: sg-2}}}\n";
        string[] there = Told(left, right), back = Told(right, left);

        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), there);
        Assert.Equal(there.Length, back.Length);
        Assert.Empty(Told(left, left));

        string[] Told(string before, string after) =>
            [.. Compare(Text(before), Text(after)).Differences.Select(d => $"{d.Kind} {d.Path}").Order(StringComparer.Ordinal)];
        string Text(string list) => Parameter.Replace("A:", "P:", StringComparison.Ordinal) + mappings + $"Resources: {{X: {{Type: '{type}', Properties: {{{property}: {list}}}}}}}\n";
    }

    /// <summary>What is a secret in a text is none the less one in what a function makes of it.</summary>
    [Theory]
    [InlineData("!Base64 'export DB_PASSWORD=hunter2hunter2'", "ZXhwb3J0IERCX1BBU1NXT1JEPWh1bnRlcjJodW50ZXIy")]
    [InlineData("!Select [0, !Split [',', 'AKIAIOSFODNN7EXAMPLE,b']]", "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("{'Fn::ToJsonString': {Password: hunter2hunter2}}", "'{\"Password\":\"hunter2hunter2\"}'")]
    public void A_secret_is_not_worked_out(string call, string made)
    {
        var values = Compare(Property(call), Property("x")).Differences.Concat(Compare(Property(call), Property(made)).Differences);

        Assert.All(values.SelectMany(d => new[] { d.Left, d.Right }).OfType<PropertyValue>(), v =>
        {
            var text = DocumentWriter.Value(v, null, PropertyPath.Root).GetRawText();
            Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
            Assert.DoesNotContain("AKIA", text, StringComparison.Ordinal);
            Assert.DoesNotContain("aHVudGVyM", text, StringComparison.Ordinal);
        });
        Assert.Equal("", Results(Content(Property(call))));
    }

    [Theory]
    [InlineData("Transform: AWS::LanguageExtensions", "Transform: ['AWS::LanguageExtensions']")]
    [InlineData("Transform: {Name: M, Parameters: {A: b}}", "Transform: [{Name: M, Parameters: {A: b}}]")]
    [InlineData("Parameters: {P: {Type: String, AllowedValues: [a, b, true]}}", "Parameters: {P: {Type: String, AllowedValues: ['true', b, a]}}")]
    [InlineData("Conditions: {C: !And [!Condition A, !Condition B]}", "Conditions: {C: !And [!Condition B, !Condition A]}")]
    [InlineData("Conditions: {C: !Equals [!Ref A, b]}", "Conditions: {C: !Equals [b, !Ref A]}")]
    [InlineData("Conditions: {C: !Not [!Or [!Condition A, !Equals [!Ref A, b]]]}", "Conditions: {C: !Not [!Or [!Equals [b, !Ref A], !Condition A]]}")]
    public void These_sections_say_the_same(string left, string right) => Assert.Empty(Compare(left + "\n" + Property("x"), right + "\n" + Property("x")).Differences);

    [Theory]
    [InlineData("Transform: [A, B]", "Transform: [B, A]")]
    [InlineData("Transform: A", "Transform: B")]
    [InlineData("Parameters: {P: {Type: String, AllowedValues: [a, b]}}", "Parameters: {P: {Type: String, AllowedValues: [a, c]}}")]
    [InlineData("Conditions: {C: !And [!Condition A, !Condition B]}", "Conditions: {C: !Or [!Condition A, !Condition B]}")]
    [InlineData("Conditions: {C: !And [!Condition A, !Condition B]}", "Conditions: {C: !And [!Condition A, !Condition D]}")]
    [InlineData("Conditions: {C: !And [!Condition A, !Condition A]}", "Conditions: {C: !And [!Condition A, !Condition B]}")]
    public void These_sections_do_not(string left, string right) => Assert.NotEmpty(Compare(left + "\n" + Property("x"), right + "\n" + Property("x")).Differences);

    [Theory]
    [InlineData("!Foo bar", """{"Fn::Foo":"bar"}""")]
    [InlineData("!Foo [bar]", """{"Fn::Foo":["bar"]}""")]
    [InlineData("!Foo [bar, {a: 1}]", """{"Fn::Foo":["bar",{"a":"1"}]}""")]
    [InlineData("!Not [!Condition A]", """{"Fn::Not":[{"Condition":"A"}]}""")]
    public void A_call_is_written_as_it_stood(string text, string expected)
    {
        var value = Content(Property(text)).Sections.Single().Entries.Single().Value;

        Assert.Equal(expected, DocumentWriter.Value(((MapValue)((MapValue)value)["Properties"]!)["P"]!, null, PropertyPath.Root).GetRawText().Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'True'", "'true'")]
    [InlineData("yes", "true")]
    [InlineData("y", "true")]
    [InlineData("yes", "no")]
    [InlineData("{yes: 1}", "{true: 1}")]
    [InlineData("!Sub '${!x# }'", "!Sub '${!x#}'")]
    [InlineData("!GetAZs ''", "!GetAZs us-east-1")]
    [InlineData("!Foo bar", "!Foo [bar]")]
    [InlineData("!If [C, a, b]", "a")]
    [InlineData("!Select [0, [a, b]]", "b")]
    [InlineData("!Select [1, [!If [C, a, !Ref 'AWS::NoValue'], b]]", "b")]
    [InlineData("{Ref: {Fn::Sub: '${A}x'}}", "{Ref: {Fn::Sub: '${A}y'}}")]
    [InlineData("!GetAtt [!Sub '${A}x', Arn]", "!GetAtt [!Sub '${A}x', Name]")]
    public void These_do_not(string left, string right)
    {
        var difference = Assert.Single(Compare(Property(left), Property(right)).Differences.DistinctBy(d => d.Entry));

        Assert.Equal(("Resources", "X", Confidence.Confirmed), (difference.Section, difference.Entry, difference.Confidence));
    }

    [Theory]
    [InlineData("", "/Properties/DelaySeconds", "Add")]
    [InlineData(", Properties: ", "/Properties/DelaySeconds", "Add")]
    [InlineData(", Properties: {}", "/Properties/DelaySeconds", "Add")]
    [InlineData(", Properties: x", "/Properties", "NotEqual")]
    public void The_first_property_of_a_resource_is_told_at_its_place(string properties, string path, string kind)
    {
        var (left, right) = ($"Resources: {{T: {{Type: AWS::SQS::Queue{properties}}}}}", "Resources: {T: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 5}}}");

        var difference = Assert.Single(Compare(left, right).Differences);
        Assert.Equal((path, kind), (difference.Path.ToString(), difference.Kind.ToString()));
        Assert.Equal(path, Assert.Single(Compare(right, left).Differences).Path.ToString());
    }

    private const string Parameter = "Parameters:\n  A: {Type: String, Default: x}\n";

    private const string Mappings = "Mappings:\n  M: {k: {v: one, list: [p, q]}, eu-west-1: {v: one}}\n";

    /// <summary>What every call of a template was found to come to.</summary>
    private static string Results(TemplateContent content)
    {
        return string.Join('\n', content.Sections.SelectMany(s => s.Entries).SelectMany(e => Calls(e.Value)).Select(c => c.Result).OfType<PropertyValue>());

        static IEnumerable<CallValue> Calls(PropertyValue value) => value switch
        {
            CallValue call => call.Arguments.SelectMany(Calls).Append(call),
            MapValue map => map.Entries.SelectMany(e => Calls(e.Value)),
            ListValue list => list.Items.SelectMany(Calls),
            _ => [],
        };
    }

    private static string Property(string text) => $"Resources:\n  X:\n    Type: Custom::Thing\n    Properties:\n      P: {text}\n";

    private static TemplateComparison Compare(string left, string right) => TemplateComparer.Compare(Content(left), Content(right), ComparisonOptions.Sources);

    private static TemplateContent Content(string text)
    {
        var (content, diagnostics) = TemplateContentReader.Read(TemplateReader.Read("template.yaml", text), Fingerprinter);
        Assert.Empty(diagnostics);
        return content!;
    }
}
