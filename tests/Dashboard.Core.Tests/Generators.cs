using CsCheck;
using Dashboard.Core.Comparison;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests;

/// <summary>Makes values of every shape, from few names and texts so that two of them often agree.</summary>
internal static class Generators
{
    public static readonly Gen<string> Types = AnyOf("AWS::S3::Bucket", "AWS::IAM::Role", "AWS::EC2::SecurityGroup", "AWS::Lambda::Function", "AWS::RDS::DBInstance", "Custom::Thing");

    private static readonly string[] Names =
        ["A", "B", "Tags", "Key", "Value", "Name", "PolicyDocument", "AssumeRolePolicyDocument", "Statement", "Action", "SecurityGroupIngress", "FromPort", "MasterUserPassword", "Path"];

    private static readonly Gen<ScalarValue> Scalars = Gen.OneOf(
        AnyOf("", "a", "b", "80", "080", "5.0", "true", "FALSE", "arn:aws:iam::123456789012:root", "123456789012", "{\"x\":1}", "[1,\"2\"]", "aws:x", "Café", "Caf?", "/", "\u2028")
            .Select(t => new ScalarValue(t)),
        AnyOf("0", "80", "1.50", "-0", "1e3").Select(t => new ScalarValue(t, ScalarKind.Number)),
        Gen.Bool.Select(b => new ScalarValue(b ? "true" : "false", ScalarKind.Boolean)),
        Gen.Const(ScalarValue.Null));

    private static readonly Gen<PropertyValue> Symbols = Gen.OneOf<PropertyValue>(
        AnyOf("X", "Y").Select(n => (PropertyValue)Write.Ref(n)),
        AnyOf("X", "Y").Select(n => Write.Joined(Write.Text("pre-"), Write.Ref(n, "Arn"), Write.Text("/*"))),
        AnyOf("s", "t").Select(t => (PropertyValue)Write.Fingerprinter.Fingerprint(t)),
        Gen.Const<PropertyValue>(SecretValue.Unknowable),
        AnyOf("why", "who").Select(r => (PropertyValue)new UnresolvedValue(r)),
        Gen.Const<PropertyValue>(new CallValue("Fn::Select", [Write.Text("0"), Write.Ref("X")])));

    private static Gen<PropertyValue> Values(int depth, bool isPlain) => depth == 0 ? Leaves(isPlain) : Gen.Frequency(
        (3, Leaves(isPlain)),
        (2, Maps(depth, isPlain).Select(m => (PropertyValue)m)),
        (2, Values(depth - 1, isPlain).Array[0, 4].Select(a => (PropertyValue)new ListValue([.. a]))));

    private static Gen<PropertyValue> Leaves(bool isPlain) =>
        isPlain ? Scalars.Select(s => (PropertyValue)s) : Gen.Frequency((4, Scalars.Select(s => (PropertyValue)s)), (1, Symbols));

    public static Gen<MapValue> Maps(int depth, bool isPlain) =>
        Gen.Select(AnyOf(Names), Values(depth - 1, isPlain)).Array[0, 5].Select(e => MapValue.Create(e.Select(p => KeyValuePair.Create(p.Item1, p.Item2))));

    public static readonly Gen<ComparisonOptions> Options = AnyOf(ComparisonOptions.Drift, ComparisonOptions.Templates, ComparisonOptions.Pending);

    public static Gen<T> AnyOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);
}
