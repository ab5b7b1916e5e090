using System.Text;
using Dashboard.Core.Documents;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>Wherever a template keeps a credential, neither its rendering nor its comparison nor its masked text shows it. Every secret here is CANARY7z.</summary>
public sealed class SecretPlacesTests
{
    private const string Canary = "CANARY7z";

    private static readonly string Filling = string.Concat(Enumerable.Range(0, 40).Select(i => $"echo line {i} of a long script\\n"));

    /// <summary>What keeps it, and the template. <c>R:</c> stands for one resource with a type and its properties.</summary>
    public static TheoryData<string, string> Kept => new()
    {
        { "a loop over resources", """{"Transform":"AWS::LanguageExtensions","Resources":{"Fn::ForEach::D":["N",["a"],{"R${N}":{"Type":"AWS::SecretsManager::Secret","Properties":{"SecretString":"CANARY7z"}}}]}}""" },
        { "what a loop goes through", """{"Transform":"AWS::LanguageExtensions","Resources":{"Fn::ForEach::D":["N",["CANARY7z"],{"R":{"Type":"AWS::SecretsManager::Secret","Properties":{"SecretString":{"Ref":"N"}}}}]}}""" },
        { "a serverless function's variable", """R:AWS::Serverless::Function {"Environment":{"Variables":{"DB_PASSWORD":"CANARY7z"}}}""" },
        { "SAM's globals", """{"Globals":{"Function":{"Environment":{"Variables":{"DB_PASSWORD":"CANARY7z"}}}},"Resources":{}}""" },
        { "a serverless application's parameter", """R:AWS::Serverless::Application {"Parameters":{"DbPassword":"CANARY7z"}}""" },
        { "the parts of a Join", """R:AWS::Lambda::Function {"Environment":{"Variables":{"DATABASE_URL":{"Fn::Join":["",["postgres://u:","CANARY7z","@h/d"]]}}}}""" },
        { "the parts of a Join within a Join", """R:AWS::Lambda::Function {"Environment":{"Variables":{"DATABASE_URL":{"Fn::Join":["",["postgres://u:",{"Fn::Join":["",["CANARY","7z"]]},"@h/d"]]}}}}""" },
        { "a name of Sub", """R:AWS::Lambda::Function {"Environment":{"Variables":{"DATABASE_URL":{"Fn::Sub":["postgres://u:${W}@h/d",{"W":"CANARY7z"}]}}}}""" },
        { "a name of Sub under a telling name", """R:AWS::Lambda::Function {"Environment":{"Variables":{"DB_PASSWORD":{"Fn::Sub":["${W}",{"W":"CANARY7z"}]}}}}""" },
        { "a default used with blanks", """{"Parameters":{"Db":{"Type":"String","Default":"CANARY7z"}},"Resources":{"R":{"Type":"AWS::RDS::DBInstance","Properties":{"MasterUserPassword":{"Fn::Sub":"${ Db }"}}}}}""" },
        { "an output", """{"Resources":{"R":{"Type":"AWS::SNS::Topic"}},"Outputs":{"DbPassword":{"Value":"CANARY7z"}}}""" },
        { "an output's description", """{"Resources":{"R":{"Type":"AWS::SNS::Topic"}},"Outputs":{"Url":{"Value":"x","Description":"postgres://u:CANARY7z@h"}}}""" },
        { "metadata", """{"Resources":{"R":{"Type":"AWS::SNS::Topic"}},"Metadata":{"DbPassword":"CANARY7z"}}""" },
        { "a command's variable", """{"Resources":{"R":{"Type":"AWS::EC2::Instance","Metadata":{"AWS::CloudFormation::Init":{"config":{"commands":{"a":{"env":{"DB_PASSWORD":"CANARY7z"}}}}}}}}}""" },
        { "a Beanstalk option", """R:AWS::ElasticBeanstalk::Environment {"OptionSettings":[{"OptionName":"DB_PASSWORD","Value":"CANARY7z"}]}""" },
        { "a value that its parameter does not allow", """{"Parameters":{"Db":{"Type":"String","Default":"CANARY7z","AllowedValues":["a"]}},"Resources":{"R":{"Type":"AWS::RDS::DBInstance","Properties":{"MasterUserPassword":{"Ref":"Db"}}}}}""" },
        { "a value that is too short for its parameter", """{"Parameters":{"Db":{"Type":"String","Default":"CANARY7z","MinLength":30}},"Resources":{"R":{"Type":"AWS::RDS::DBInstance","Properties":{"MasterUserPassword":{"Ref":"Db"}}}}}""" },
        { "a parameter of a telling name, used elsewhere", """{"Parameters":{"DbPassword":{"Type":"String","Default":"CANARY7z"}},"Resources":{"R":{"Type":"Custom::T","Properties":{"A":{"Ref":"DbPassword"},"B":{"Fn::Sub":"x-${DbPassword}"}}}}}""" },
        { "a parameter of a secret place, used elsewhere", """{"Parameters":{"Db":{"Type":"String","Default":"CANARY7z"}},"Resources":{"A":{"Type":"Custom::T","Properties":{"A":{"Ref":"Db"}}},"R":{"Type":"AWS::RDS::DBInstance","Properties":{"MasterUserPassword":{"Ref":"Db"}}}}}""" },
        { "a parameter inside a URL, used elsewhere", """{"Parameters":{"Db":{"Type":"String","Default":"CANARY7z"}},"Resources":{"A":{"Type":"Custom::T","Properties":{"A":{"Ref":"Db"}}},"R":{"Type":"Custom::T","Properties":{"B":{"Fn::Sub":"postgres://u:${Db}@h"}}}}}""" },
        { "a custom resource", """R:Custom::T {"Password":"CANARY7z"}""" },
        { "a property of a type that nobody knows", """R:AWS::New::Thing {"Deep":[{"MasterUserPassword":"CANARY7z"}]}""" },
        { "a mapping", """{"Mappings":{"M":{"a":{"DbPassword":"CANARY7z"}}},"Resources":{"R":{"Type":"Custom::T","Properties":{"A":{"Fn::FindInMap":["M","a","DbPassword"]}}}}}""" },
        { "a mapping used at a secret place", """{"Mappings":{"M":{"a":{"Db":"CANARY7z"}}},"Resources":{"A":{"Type":"Custom::T","Properties":{"A":{"Fn::FindInMap":["M","a","Db"]}}},"R":{"Type":"AWS::RDS::DBInstance","Properties":{"MasterUserPassword":{"Fn::FindInMap":["M","a","Db"]}}}}}""" },
        { "a tag", """R:AWS::S3::Bucket {"Tags":[{"Key":"password","Value":"CANARY7z"}]}""" },
        { "a parameter of the store named by Sub", """R:AWS::SSM::Parameter {"Name":{"Fn::Sub":"/${AWS::StackName}/db-password"},"Type":"String","Value":"CANARY7z"}""" },
        { "a parameter of the store named by Sub with a hole at its end", """R:AWS::SSM::Parameter {"Name":{"Fn::Sub":"db-password-${AWS::Region}"},"Type":"String","Value":"CANARY7z"}""" },
        { "a parameter of the store named by Join", """R:AWS::SSM::Parameter {"Name":{"Fn::Join":["/",["",{"Ref":"AWS::StackName"},"db-password"]]},"Type":"String","Value":"CANARY7z"}""" },
        { "a parameter of the store named by a choice", """{"Conditions":{"C":{"Fn::Equals":[{"Ref":"AWS::StackName"},"x"]}},"Resources":{"R":{"Type":"AWS::SSM::Parameter","Properties":{"Name":{"Fn::If":["C","db-host","db-password"]},"Type":"String","Value":"CANARY7z"}}}}""" },
        { "a parameter of the store named by a default", """{"Parameters":{"N":{"Type":"String","Default":"db-password"}},"Resources":{"R":{"Type":"AWS::SSM::Parameter","Properties":{"Name":{"Fn::Sub":"/shop/${N}"},"Type":"String","Value":"CANARY7z"}}}}""" },
        { "a parameter of the store named by a mapping", """{"Mappings":{"M":{"a":{"Db":"db-password"}}},"Resources":{"R":{"Type":"AWS::SSM::Parameter","Properties":{"Name":{"Fn::FindInMap":["M","a","Db"]},"Type":"String","Value":"CANARY7z"}}}}""" },
        { "a parameter as the value beside a name by Sub", """{"Parameters":{"Db":{"Type":"String","Default":"CANARY7z"}},"Resources":{"R":{"Type":"AWS::SSM::Parameter","Properties":{"Name":{"Fn::Sub":"/${AWS::StackName}/db-password"},"Type":"String","Value":{"Ref":"Db"}}}}}""" },
        { "parameters of the store that a loop names", """{"Transform":"AWS::LanguageExtensions","Resources":{"Fn::ForEach::D":["N",["secret","password"],{"R${N}":{"Type":"AWS::SSM::Parameter","Properties":{"Name":{"Fn::Sub":"/${AWS::StackName}/${N}"},"Type":"String","Value":"CANARY7z"}}}]}}""" },
        { "parameters of the store of which a loop names one a secret", """{"Transform":"AWS::LanguageExtensions","Resources":{"Fn::ForEach::D":["N",["DB_PASSWORD","LEVEL"],{"R${N}":{"Type":"AWS::SSM::Parameter","Properties":{"Name":{"Ref":"N"},"Type":"String","Value":"CANARY7z"}}}]}}""" },
        { "a text with holes of which a loop names one a secret", """{"Transform":"AWS::LanguageExtensions","Resources":{"Fn::ForEach::D":["N",["LEVEL","DB_PASSWORD"],{"R${N}":{"Type":"AWS::SSM::Parameter","Properties":{"Name":{"Ref":"N"},"Type":"String","Value":{"Fn::Sub":"CANARY7z-${AWS::Region}-${N}"}}}}]}}""" },
        { "variables of which an inner loop names one a secret", """{"Transform":"AWS::LanguageExtensions","Resources":{"R":{"Type":"Custom::T","Properties":{"Fn::ForEach::O":["M",["A","B"],{"Map${M}":{"Fn::ForEach::V":["N",["PASSWORD","HOST"],{"${M}_${N}":"CANARY7z${M}"}]}}]}}}}""" },
        { "variables that a loop names", """{"Transform":"AWS::LanguageExtensions","Resources":{"R":{"Type":"AWS::Lambda::Function","Properties":{"Environment":{"Variables":{"Fn::ForEach::V":["N",["PASSWORD"],{"DB_${N}":"CANARY7z"}]}}}}}}""" },
        { "a container's variable named by Sub", """R:AWS::ECS::TaskDefinition {"ContainerDefinitions":[{"Name":"a","Image":"b","Environment":[{"Name":{"Fn::Sub":"${AWS::StackName}_PASSWORD"},"Value":"CANARY7z"}]}]}""" },
        { "a build's variable named by Join", """R:AWS::CodeBuild::Project {"Environment":{"EnvironmentVariables":[{"Name":{"Fn::Join":["_",["DB",{"Ref":"AWS::Region"},"PASSWORD"]]},"Type":"PLAINTEXT","Value":"CANARY7z"}]}}""" },
        { "a tag named by Sub", """R:AWS::S3::Bucket {"Tags":[{"Key":{"Fn::Sub":"${AWS::StackName}:password"},"Value":"CANARY7z"}]}""" },
        { "an option by Sub", """R:AWS::ECS::TaskDefinition {"ContainerDefinitions":[{"Name":"a","Image":"b","Command":[{"Fn::Sub":"--${AWS::StackName}-password"},"CANARY7z"]}]}""" },
        { "a header", """R:AWS::CloudFront::Distribution {"DistributionConfig":{"Origins":[{"OriginCustomHeaders":[{"HeaderName":"X-Secret-Token","HeaderValue":"CANARY7z"}]}]}}""" },
        { "a word of a command", """R:AWS::ECS::TaskDefinition {"ContainerDefinitions":[{"Name":"a","Image":"b","HealthCheck":{"Command":["CMD","mysqladmin","ping","-pCANARY7z"]}}]}""" },
        { "a word of a command behind one with a hole", """R:AWS::ECS::TaskDefinition {"ContainerDefinitions":[{"Name":"a","Image":"b","Command":["docker","login","-u",{"Fn::Sub":"${AWS::StackName}-reader"},"-p","CANARY7z"]}]}""" },
        { "a word of a command by Sub", """R:AWS::ECS::TaskDefinition {"ContainerDefinitions":[{"Name":"a","Image":"b","Command":["redis-cli","-h",{"Ref":"AWS::StackName"},"-a",{"Fn::Sub":"CANARY7z${AWS::Region}"}]}]}""" },
        { "an option's value", """R:AWS::ECS::TaskDefinition {"ContainerDefinitions":[{"Name":"a","Image":"b","Command":["migrate","--db-password","CANARY7z","--verbose"]}]}""" },
        { "a parameter as an option's value", """{"Parameters":{"Db":{"Type":"String","Default":"CANARY7z"}},"Resources":{"R":{"Type":"AWS::ECS::TaskDefinition","Properties":{"ContainerDefinitions":[{"Name":"a","Image":"b","Command":["--password",{"Ref":"Db"}]}]}}}}""" },
        { "a document as an object", """R:AWS::SSM::Document {"Content":{"password":"CANARY7z"}}""" },
        { "a document as text", """R:AWS::SSM::Document {"Content":"{\"password\":\"CANARY7z\"}"}""" },
        { "a state machine with holes", """R:AWS::StepFunctions::StateMachine {"DefinitionString":{"Fn::Sub":"{\"region\":\"${AWS::Region}\",\"password\":\"CANARY7z\"}"}}""" },
        { "a function's code", """R:AWS::Lambda::Function {"Code":{"ZipFile":"import os\npassword = 'CANARY7z'\n"}}""" },
        { "a choice between two", """{"Conditions":{"C":{"Fn::Equals":[{"Ref":"AWS::StackName"},"x"]}},"Resources":{"R":{"Type":"Custom::T","Properties":{"Password":{"Fn::If":["C","CANARY7z",{"Ref":"AWS::NoValue"}]}}}}}""" },
        { "what a NoEcho parameter is compared with", """{"Parameters":{"P":{"Type":"String","NoEcho":true,"Default":"x"}},"Conditions":{"C":{"Fn::Not":[{"Fn::Equals":[{"Ref":"P"},"CANARY7z"]}]}},"Resources":{"R":{"Type":"Custom::T"}}}""" },
        { "the key of a map", """R:Custom::T {"auths":{"https://u:CANARY7z@registry.example.org":{"email":"a@example.org"}}}""" },
        { "the key of a map in a choice", """{"Conditions":{"C":{"Fn::Equals":[{"Ref":"AWS::StackName"},"x"]}},"Resources":{"R":{"Type":"Custom::T","Properties":{"A":{"Fn::If":["C",{"postgres://u:CANARY7z@h/d":{"Ref":"X"}},"b"]}}}}}""" },
        { "the key of a map above something wrong", """R:Custom::T {"A":{"https://u:CANARY7z@registry.example.org":{"Fn::Nonsense":["x"]}}}""" },
        { "the key of metadata", """{"Metadata":{"https://u:CANARY7z@registry.example.org":"x"},"Resources":{"R":{"Type":"Custom::T"}}}""" },
        { "the key of a map twice", """R:Custom::T {"A":{"https://u:CANARY7z@registry.example.org":"x","https://u:CANARY7z@registry.example.org":"y"}}""" },
        { "what a repeated key hides", """R:AWS::RDS::DBInstance {"MasterUserPassword":"CANARY7z","MasterUserPassword":{"Ref":"Db"}}""" },
        { "the key of a map beneath a secret", """R:AWS::SecretsManager::Secret {"SecretString":{"https://u:CANARY7z@registry.example.org":"x"}}""" },
        { "the pattern of a NoEcho parameter", """{"Parameters":{"P":{"Type":"String","NoEcho":true,"Default":"x","AllowedPattern":"^CANARY7z$"}},"Resources":{"R":{"Type":"Custom::T"}}}""" },
    };

    /// <summary>Lines of a script.</summary>
    public static TheoryData<string> Lines =>
    [
        "export DB_PASSWORD=CANARY7z", "MYSQL_ROOT_PASSWORD=CANARY7z", "dbPassword=CANARY7z", "echo '{\\\"password\\\": \\\"CANARY7z\\\"}'", "login --password CANARY7z",
        "curl -s -u u:CANARY7z https://x", "curl --user 'u:CANARY7z' https://x", "DB_PASS=CANARY7z", "password: CANARY7z", "<password>CANARY7z</password>", "client_secret = CANARY7z",
    ];

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_credential_is_shown_nowhere(string what, string template)
    {
        Assert.NotEmpty(what);
        if (template.StartsWith("R:", StringComparison.Ordinal))
        {
            var space = template.IndexOf(' ', StringComparison.Ordinal);
            template = Resource(template[2..space], template[(space + 1)..]);
        }

        AssertHidden(template);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_script_that_sets_one_is_hidden_plain_encoded_and_composed(string line)
    {
        var script = $"#!/bin/bash\\n{line}\\n{Filling}";
        AssertHidden(Machine($"\"{script}\""));
        AssertHidden(Machine($"{{\"Fn::Sub\":\"{script}\"}}"));
        AssertHidden(Machine($"{{\"Fn::Join\":[\"\\n\",[\"{line}\",{{\"Ref\":\"AWS::StackName\"}}]]}}"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    public void A_name_that_stands_where_a_credential_does_is_found_among_many(int others)
    {
        var lines = string.Concat(Enumerable.Range(0, others).Select(i => $"echo ${{P{i}}}\\n"));
        var parameters = string.Join(',', Enumerable.Range(0, others).Select(i => $"\"P{i}\":{{\"Type\":\"String\",\"Default\":\"v{i}\"}}"));
        AssertHidden($"{{\"Parameters\":{{{parameters},\"Last\":{{\"Type\":\"String\",\"Default\":\"{Canary}\"}}}},\"Resources\":{{\"R\":{{\"Type\":\"AWS::EC2::Instance\",\"Properties\":{{\"UserData\":{{\"Fn::Base64\":{{\"Fn::Sub\":\"{lines}export DB_PASSWORD=${{Last}}\\n\"}}}}}}}}}}}}");
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("on")]
    [InlineData("\"yes\"")]
    [InlineData("1")]
    [InlineData("True")]
    public void Whatever_is_no_spelled_out_false_means_NoEcho(string flag) =>
        AssertHidden($"Parameters: {{Db: {{Type: String, NoEcho: {flag}, Default: {Canary}}}}}\nResources: {{R: {{Type: Custom::T, Properties: {{A: !Ref Db}}}}}}\n");

    [Theory]
    [InlineData("false")]
    [InlineData("no")]
    [InlineData("Off")]
    public void A_spelled_out_false_hides_nothing(string flag)
    {
        var template = $"Parameters: {{Colour: {{Type: String, NoEcho: {flag}, Default: blue}}}}\nResources: {{R: {{Type: Custom::T, Properties: {{A: !Ref Colour}}}}}}\n";

        Assert.Contains("Default: blue", TemplateRenderer.MaskedText(TemplateReader.Read("t.yaml", template)), StringComparison.Ordinal);
        Assert.Equal(new ScalarValue("blue"), TemplateRenderer.Render(Requests.For(template)).Resource("R").Properties["A"]);
    }

    [Fact]
    public void What_is_plainly_no_secret_stays_readable()
    {
        const string template =
            """
            {"Parameters":{"TokenValidity":{"Type":"Number","Default":8},"KeyName":{"Type":"String","Default":"operators"},"Stage":{"Type":"String","Default":"production"},
              "Pin":{"Type":"String","NoEcho":true,"Default":"","AllowedPattern":"[a-zA-Z0-9]{0,8}"}},
             "Conditions":{"UsePassword":{"Fn::Equals":[{"Ref":"Stage"},"production"]},"HasPin":{"Fn::Equals":[{"Ref":"Pin"},""]}},
             "Resources":{"R":{"Type":"Custom::T","Properties":{
              "KeyName":"operators","SecretArn":"arn:aws:secretsmanager:eu-west-1:111111111111:secret:x","AuthType":"JWT","Authorization":"NONE","AuthorizationType":"AWS_IAM","PasswordResetRequired":true,
              "MinimumPasswordLength":8,"TokenEndpoint":"https://example.com/token","CookieSecretName":"shop/cookie","Auth":"OPTIONAL","EnableAuth":"true","AccessToken":"hours","Token":"$.TaskToken",
              "ServiceToken":"somewhere","MasterKey":"alias/shop","Password":{"Fn::GetAtt":["X","Y"]},"PassRole":"deploy","Bypass":"never","SecretsManagerRegion":"eu-west-1",
              "Policy":{"Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:shop/shop"}},"Action":["iam:PassRole","secretsmanager:GetSecretValue"]},
              "Variables":[{"Name":"DB_PASSWORD","Type":"PARAMETER_STORE","Value":"shop-password"}],
              "Settings":[{"Name":{"Fn::Sub":"/${AWS::StackName}/db-host"},"Value":"plain"},{"Name":{"Fn::Sub":"/${PasswordStack}/db-host"},"Value":"plain"},{"Name":{"Fn::Sub":"/${AWS::StackName}/token-ttl"},"Value":"plain"},
                {"Name":{"Fn::Join":["/",["",{"Ref":"Stage"},"db-password-arn"]]},"Value":"plain"},{"Name":{"Fn::Sub":"${AWS::StackName}_PASSWORD"},"Type":"SECRETS_MANAGER","Value":"plain"}],
              "Command":["--password-file","pass.txt","--token-ttl","soon","--password","--verbose","plain"],
              "Description":"Password: must not be empty","Script":"password=$1\ntoken = os.environ['TOKEN']\npassword = event.password\nexport TOKEN=$(cat x)\ncurl -u $USER:$PASS x\n"}},
              "X":{"Type":"Custom::T"}}}
            """;
        var document = TemplateReader.Read("t.json", template);

        Assert.DoesNotContain("(secret)", TemplateRenderer.MaskedText(document), StringComparison.Ordinal);
        var rendered = TemplateRenderer.Render(Requests.For(document)).Resource("R").Properties;
        Assert.Equal([], SecretPaths(rendered, ""));
    }

    private static string Resource(string type, string properties) => $"{{\"Resources\":{{\"R\":{{\"Type\":\"{type}\",\"Properties\":{properties}}}}}}}";

    private static string Machine(string script) => Resource("AWS::EC2::Instance", $"{{\"UserData\":{{\"Fn::Base64\":{script}}}}}");

    private static IEnumerable<string> SecretPaths(PropertyValue value, string path) => value switch
    {
        SecretValue => [path],
        MapValue map => map.Entries.SelectMany(e => SecretPaths(e.Value, $"{path}/{e.Key}")),
        ListValue list => list.Items.SelectMany((item, i) => SecretPaths(item, $"{path}/{i}")),
        _ => [],
    };

    private static void AssertHidden(string template)
    {
        var document = TemplateReader.Read("template.yaml", template);
        Assert.NotNull(document.Root);
        AssertHidden("the masked text", TemplateRenderer.MaskedText(document));

        var (content, _) = TemplateContentReader.Read(document, Requests.Fingerprinter);
        AssertHidden("the comparison", string.Join('\n', content!.Sections.SelectMany(s => s.Entries.Select(e => $"{e.Name} {e.Value}"))));

        foreach (var mode in new[] { ReferenceMode.Concrete, ReferenceMode.Symbolic })
        {
            var rendered = TemplateRenderer.Render(Requests.For(document) with { Mode = mode, WithAttributes = true });
            AssertHidden("the rendering", string.Join('\n', rendered.Resources.Select(r => $"{DocumentWriter.Value(r.Properties, r.Type, PropertyPath.Root).GetRawText()} {r.Attributes}")
                .Concat(rendered.Outputs.Select(o => $"{o.Value} {o.Description} {o.ExportName}"))
                .Concat(rendered.Parameters.Select(p => p.Value.ToString()))
                .Concat(rendered.Conditions.Select(c => $"{c.Key} {c.Value}"))
                .Concat(rendered.Diagnostics.Select(d => d.ToString()))));
        }
    }

    private static void AssertHidden(string where, string text)
    {
        Assert.False(text.Contains(Canary, StringComparison.Ordinal), $"{where} shows it:\n{text}");
        foreach (var word in text.Split('"', ' ', '\n').Where(w => w.Length >= 8))
        {
            var bytes = new byte[word.Length];
            if (Convert.TryFromBase64String(word, bytes, out var length))
                Assert.False(Encoding.UTF8.GetString(bytes, 0, length).Contains(Canary, StringComparison.Ordinal), $"{where} shows it, encoded:\n{text}");
        }
    }
}
