using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Core.Tests.Evaluation;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Secrets;

/// <summary>What is replaced before it leaves its reader, and that nothing ever shows it.</summary>
public class SecretMaskerTests
{
    private const string Function = "AWS::Lambda::Function";
    private const string Database = "AWS::RDS::DBInstance";
    private const string Task = "AWS::ECS::TaskDefinition";
    private const string Hidden = "hunter2-and-more";

    /// <summary>What it is, the type, the properties, tainted paths, and the paths that must be secrets.</summary>
    public static TheoryData<string, string, string, string, string> Masked => new()
    {
        { "a sensitive property", Database, """{"MasterUserPassword":"hunter2-and-more","DBName":"shop"}""", "", "/MasterUserPassword" },
        { "a credential among variables", Function, """{"Environment":{"Variables":{"DB_PASSWORD":"hunter2-and-more","HOST":"db"}}}""", "", "/Environment/Variables/DB_PASSWORD" },
        { "a credential in a list of names and values", Task, """{"ContainerDefinitions":[{"Name":"c","Environment":[{"Name":"HOST","Value":"db"},{"Name":"DB_PASSWORD","Value":"hunter2-and-more"}]}]}""", "", "/ContainerDefinitions/0/Environment/1/Value" },
        { "a password attached to an option of a command in words", Task, """{"ContainerDefinitions":[{"Name":"c","HealthCheck":{"Command":["CMD","mysqladmin","ping","-h","localhost","-uroot","-phunter2-and-more"]}}]}""", "", "/ContainerDefinitions/0/HealthCheck/Command/6" },
        { "a password behind an option of a command in words", Task, """{"ContainerDefinitions":[{"Name":"c","Command":["docker","login","-u","shop","-p","hunter2-and-more","registry.example.org"]}]}""", "", "/ContainerDefinitions/0/Command/5" },
        { "a password by its place among words", "Custom::Thing", """{"L":["/usr/bin/htpasswd","-bc","/etc/users","shop","hunter2-and-more"]}""", "", "/L/4" },
        { "two passwords among words", "Custom::Thing", """{"L":["mysqladmin","-uroot","-phunter2-and-more","password","hunter2-and-more"]}""", "", "/L/2,/L/4" },
        { "a word that is a whole command", Task, """{"ContainerDefinitions":[{"Name":"c","Command":["sh","-c","mysqladmin -uroot -phunter2-and-more ping"]}]}""", "", "/ContainerDefinitions/0/Command/2" },
        { "commands in words without a password", "Custom::Thing", """{"L":["mysql","-P","3306","-p","shop"],"M":["CMD","redis-cli","ping"],"N":["docker","run","-p","8080:80"],"O":["mysql","postgres","mongo"],"P":["sudo","-u","shop","ls"]}""", "", "" },
        { "a tainted path", "Custom::Thing", """{"A":{"B":"hunter2-and-more","C":"c"}}""", "/A/B", "/A/B" },
        { "everything beneath a tainted path", "Custom::Thing", """{"A":{"B":"hunter2-and-more","C":["hunter2-and-more"]}}""", "/A", "/A/B,/A/C/0" },
        { "a tainted item of a list without keys", "Custom::Thing", """{"L":["a","hunter2-and-more"]}""", "/L/1", "/L/0,/L/1" },
        { "below a document in text", "Custom::Thing", """{"Doc":"{\"k\":\"hunter2-and-more\"}"}""", "/Doc/k", "/Doc" },
        { "beneath a key that is a credential", "Custom::Thing", """{"A":{"https://u:hunter2-and-more@h.example.org":{"k":"pass-word-1"}}}""", "/A/(secret)/k", "/A/(secret)/0/Key,/A/(secret)/0/Value/k" },
        { "beneath a key that is a credential and stands in the path", "Custom::Thing", """{"A":{"https://u:hunter2-and-more@h.example.org":"x"}}""", "/A/https:~1~1u:hunter2-and-more@h.example.org", "/A/(secret)/0/Key,/A/(secret)/0/Value" },
        { "beneath a key that is called as such keys are shown", "Custom::Thing", """{"A":{"(secret)":{"k":"hunter2-and-more","l":"x"}}}""", "/A/(secret)/k", "/A/(secret)/k" },
        { "a tainted path that is not there", "Custom::Thing", """{"A":"a"}""", "/B/C", "" },
    };

    [Theory]
    [MemberData(nameof(Masked))]
    public void Secrets_are_replaced_and_nothing_else(string what, string type, string json, string tainted, string secrets)
    {
        var masked = SecretMasker.Mask(type, Map(json), Paths(tainted.Split(',', StringSplitOptions.RemoveEmptyEntries)), Fingerprinter);

        Assert.Equal(secrets.Split(',', StringSplitOptions.RemoveEmptyEntries), SecretsIn(masked, PropertyPath.Root).Select(p => p.ToString()));
        Assert.DoesNotContain(Hidden, masked.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("driftboard-secret-1", "driftboard-secret-1", true)]
    [InlineData("driftboard-secret-1", "driftboard-secret-2", false)]
    [InlineData("postgres://u:driftboard-secret-1@db/x", "driftboard-secret-4", null)]
    [InlineData("postgres://u:driftboard-secret-1@db/x", "postgres://u:driftboard-secret-2@db/x", false)]
    [InlineData("postgres://u:driftboard-secret-1@db/x", "postgres://u:driftboard-secret-1@db/x", true)]
    [InlineData("driftboard-secret-1", "hunter2-and-more", false)]
    public void What_a_recording_replaced_whole_is_neither_the_same_nor_another_than_what_is_composed(string one, string other, bool? isSame)
    {
        Assert.Equal(isSame, Fingerprinter.Fingerprint(one).SameAs(Fingerprinter.Fingerprint(other)));
        Assert.Equal(isSame, Fingerprinter.Fingerprint(other).SameAs(Fingerprinter.Fingerprint(one)));
    }

    [Theory]
    [InlineData("/", "/db-password", true)]
    [InlineData("db-password-", "", true)]
    [InlineData("/", "/db-host", false)]
    [InlineData("/", "/db-password-arn", false)]
    public void A_name_with_holes_names_what_stands_beside_it_by_what_is_literal_of_it(string before, string after, bool isSecret)
    {
        var properties = MapValue.Of(
            ("Name", CompositeValue.Concatenate([new ScalarValue(before), new UnresolvedValue("who knows"), new ScalarValue(after)])),
            ("Value", new ScalarValue("hunter2-and-more")));

        var masked = SecretMasker.Mask("AWS::SSM::Parameter", properties, [], Fingerprinter);

        Assert.Equal(isSecret, masked["Value"] is SecretValue);
    }

    [Fact]
    public void What_was_harmless_under_one_name_is_looked_at_again_under_another()
    {
        var value = Map("""{"Value":"hunter2-and-more","Note":{"Value":"hunter2-and-more"}}""");

        Assert.Same(value, SecretMasker.MaskAnywhere("Colour", value, Fingerprinter));
        Assert.Same(value, SecretMasker.MaskAnywhere("Colour", value, Fingerprinter));
        var masked = (MapValue)SecretMasker.MaskAnywhere("DbPassword", value, Fingerprinter);

        Assert.IsType<SecretValue>(masked["Value"]);
        Assert.Equal(new ScalarValue("hunter2-and-more"), ((MapValue)masked["Note"]!)["Value"]);
    }

    [Fact]
    public void Properties_without_a_secret_stay_the_same_object()
    {
        var plain = Map("""{"Environment":{"Variables":{"HOST":"db"}},"MemorySize":128}""");

        Assert.Same(plain, SecretMasker.Mask(Function, plain, [], Fingerprinter));
    }

    [Fact]
    public void A_tainted_item_is_found_by_its_key_wherever_the_service_puts_it()
    {
        var template = Map("""{"Env":[{"Name":"A","Value":"hunter2-and-more"},{"Name":"B","Value":"b"}]}""");
        var tainted = SecretMasker.WithItemKeys(template, Paths("/Env/0/Value"));
        var live = SecretMasker.Mask("Custom::Thing", Map("""{"Env":[{"Name":"B","Value":"b"},{"Name":"A","Value":"hunter2-and-more"}]}"""), tainted, Fingerprinter);

        Assert.Equal(["/Env/1/Value"], SecretsIn(live, PropertyPath.Root).Select(p => p.ToString()));
    }

    [Fact]
    public void Both_sides_mask_to_the_same_secret_whatever_the_spelling()
    {
        var left = SecretMasker.Mask("Custom::Thing", Map("""{"A":{"b":1,"c":"x"}}"""), Paths("/A"), Fingerprinter);
        var right = SecretMasker.Mask("Custom::Thing", Map("""{"A":{"c":"x","b":"1"}}"""), Paths("/A"), Fingerprinter);

        Assert.Equal(left, right);
        Assert.Empty(Write.Differences("Custom::Thing", left, right));
    }

    [Fact]
    public void A_secret_is_the_same_different_or_cannot_be_known()
    {
        Assert.True(Fingerprinter.Fingerprint("a").SameAs(Fingerprinter.Fingerprint("a")));
        Assert.False(Fingerprinter.Fingerprint("a").SameAs(Fingerprinter.Fingerprint("b")));
        Assert.False(Fingerprinter.Fingerprint("a").SameAs(SecretFingerprinter.CreateRandom().Fingerprint("a")));
        Assert.Null(Fingerprinter.Fingerprint("a").SameAs(SecretValue.Unknowable));
        Assert.Same(SecretValue.Unknowable, Fingerprinter.Fingerprint(SecretFingerprinter.Masked));
        Assert.Same(SecretValue.Unknowable, CompositeValue.Concatenate([Text("password="), Fingerprinter.Fingerprint(Hidden)]));
        Assert.Throws<ArgumentException>(() => new SecretFingerprinter([1, 2, 3]));
    }

    [Fact]
    public void No_document_and_no_text_shows_a_secret_or_its_fingerprint()
    {
        var secret = Fingerprinter.Fingerprint(Hidden);
        var other = Fingerprinter.Fingerprint(Hidden + "!");
        MapValue With(SecretValue value) => MapValue.Of(("Environment", MapValue.Of(("Variables", MapValue.Of(("DB_PASSWORD", value))))), ("Handler", new ListValue([value])));
        var scene = new Scene();
        scene.Staging().Add("F", Function, With(secret)).Live("F", With(other)).Unmanaged(Function, "stray", "{}").Parameter("Password", "x", "parameters/staging.yaml")
            .Desired(Scene.MainCommit, Resource("F", Function, With(other)));
        scene.Production().Add("F", Function, With(secret)).Add("Only", Function, With(secret));

        var verdict = scene.Verdict();
        var parity = scene.Parity();
        string[] written =
        [
            JsonSerializer.Serialize(DocumentWriter.Stack(verdict, (_, _) => null), DocumentSerializer.Default.StackDocument),
            JsonSerializer.Serialize(DocumentWriter.Parity(parity, keptSince: null, includeEqual: true), DocumentSerializer.Default.ParityDocument),
            JsonValues.Write(With(secret)), With(secret).ToString(), secret.ToString(), verdict.ToString(), parity.ToString(),
            .. verdict.Resources.Select(r => r.ToString()), .. verdict.Resources.SelectMany(r => r.Differences).Select(d => d.ToString()), .. parity.Items.Select(i => i.ToString()),
        ];

        // What must not show: the text, and the fingerprint in hexadecimal or Base64.
        var key = Enumerable.Range(0, SecretFingerprinter.KeyLength).Select(i => (byte)i).ToArray();
        var fingerprint = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Hidden));
        foreach (var text in written)
        {
            Assert.DoesNotContain("hunter2", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexString(fingerprint)[..8], text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(fingerprint)[..8], text, StringComparison.Ordinal);
        }

        Assert.Contains("""{"Fn::Secret":true}""", written[0], StringComparison.Ordinal);
        Assert.Contains("""{"Fn::Secret":true}""", written[1], StringComparison.Ordinal);
        Assert.Equal(Status.Modified, verdict.Resources[0].Status);
    }

    private static IEnumerable<PropertyPath> SecretsIn(PropertyValue value, PropertyPath path) => value switch
    {
        SecretValue => [path],
        MapValue map => map.Entries.SelectMany(e => SecretsIn(e.Value, path.Append(e.Key))),
        ListValue list => list.Items.SelectMany((item, i) => SecretsIn(item, path.Append(i))),
        _ => [],
    };
}
