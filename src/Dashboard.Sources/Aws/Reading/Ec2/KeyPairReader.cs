using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::KeyPair.</summary>
internal static class KeyPairReader
{
    private static readonly ReadOperation Pairs = Ec2Parts.Operation("DescribeKeyPairs");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::KeyPair",
        "EC2",
        ReadSection.Of<KeyPairInfo>(
            [Pairs],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeKeyPairsAsync(new DescribeKeyPairsRequest { KeyNames = [c.Id], IncludePublicKey = true }, stop))).KeyPairs?.SingleOrDefault(),
            ("KeyName", k => Of(k.KeyName)),
            ("KeyPairId", k => Of(k.KeyPairId)),
            ("KeyFingerprint", k => Of(k.KeyFingerprint)),
            ("KeyType", k => Of(k.KeyType)),
            ("PublicKeyMaterial", k => Of(k.PublicKey)),
            ("Tags", k => Ec2Parts.Tags(k.Tags))));
}
