using System.Text;
using Dashboard.Core.Secrets;

namespace Dashboard.Core.Tests.Secrets;

/// <summary>Names that tools make end in digests: they are told apart from what is random, and scripts in base64 from both.</summary>
public class NamesWithDigestsTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    [Theory]
    [InlineData("MyVpcPublicSubnet1SubnetF6608456")]
    [InlineData("VpcPublicSubnet1RouteTable83FE4AA1")]
    [InlineData("TheVPCPublicSubnet1RouteTable17DA183D")]
    [InlineData("MinimalFunctionVersion640128d35d")]
    [InlineData("ExportsOutputFnGetAttMyBucketF68F3FF0Arn2B2CAC35")]
    [InlineData("AWSCDKCfnUtilsProviderCustomResourceProviderRoleFE0EE867")]
    [InlineData("CustomS3AutoDeleteObjectsCustomResourceProviderHandler9D90184F")]
    [InlineData("LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8aFD4BFC8A")]
    [InlineData("staging-Shop-MyVpcPublicSubnet1SubnetF6608456-1A2B3C4D5E6F7")]
    [InlineData("Orders20241130Release2Of3ForTheBlueTeam")]
    public void A_name_is_no_credential_for_the_digest_behind_it(string name)
    {
        Assert.False(CredentialDetector.HoldsCredential(name), name);
        Assert.False(SecretKeys.IsSecret(name), name);
    }

    [Theory]
    [InlineData(32, 0.885)]
    [InlineData(40, 0.95)]
    [InlineData(64, 0.968)]
    public void What_is_random_is_still_taken_for_a_credential(int length, double least)
    {
        var random = new Random(20261129);
        const int count = 2000;

        var found = Enumerable.Range(0, count).Count(_ => CredentialDetector.HoldsCredential(string.Concat(random.GetItems<char>(Alphabet, length))));

        Assert.True(found >= least * count, $"{found} of {count} random texts of {length} characters");
    }

    [Theory]
    [InlineData("""{"auths":{"registry.example.org":{"auth":"c2hvcDpodW50ZXIyaHVudGVyMg=="}}}""")]
    [InlineData("clusters:\n- name: shop\nusers:\n- user: {client-key-data: LS0tLS1CRUdJTiBSU0E9x7Qq}\n")]
    [InlineData("{\n  \"registry.example.org\": {\n    \"auth\": \"c2hvcDpodW50ZXIyaHVudGVyMg==\"\n  }\n}\n")]
    public void A_configuration_in_base64_is_no_script_and_stays_hidden(string configuration) =>
        Assert.True(CredentialDetector.HoldsCredential(Convert.ToBase64String(Encoding.UTF8.GetBytes(configuration))));

    [Theory]
    [InlineData("#!/bin/bash\necho hello world\nyum update -y\n", false)]
    [InlineData("<powershell>\nInstall-WindowsFeature -Name Web-Server -IncludeManagementTools\n</powershell>\n", false)]
    [InlineData("#!/bin/bash\nexport DB_PASSWORD=hunter2hunter2\nsystemctl restart orders\n", true)]
    [InlineData("#!/bin/bash\naws configure set aws_access_key_id AKIAIOSFODNN7EXAMPLE\n", true)]
    public void A_script_in_base64_is_judged_as_the_script(string script, bool isSecret)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(script));

        Assert.Equal(isSecret, CredentialDetector.HoldsCredential(script));
        Assert.Equal(isSecret, CredentialDetector.HoldsCredential(encoded));
        Assert.Equal(isSecret, CredentialDetector.HoldsCredential(string.Join('\n', encoded.Chunk(40).Select(c => new string(c)))));
    }
}
