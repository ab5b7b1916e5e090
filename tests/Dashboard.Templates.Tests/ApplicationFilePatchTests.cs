using System.Text;
using Dashboard.Core.Definition;
using Dashboard.Core.Releases;
using Dashboard.Templates.ApplicationFiles;

namespace Dashboard.Templates.Tests;

/// <summary>Rules that are added to a driftboard.yaml: the file says what it said, and the rules, and the diff leads there.</summary>
public sealed class ApplicationFilePatchTests
{
    private const string Head =
        """
        # What the shop is made of
        version: 1
        application: shop
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
          - {name: production, account: "222222222222", regions: [eu-west-1], ref: release}
        components:
          - {name: web, template: web.yaml, stack: "{environment}-web"}

        """;

    private static readonly RuleTerms Terms = new("OPS-1: it is \"meant\", # really", "team-shop", new DateOnly(2027, 6, 30));

    private static readonly RuleDraft Expect = new(RuleKind.Expect, "web", "production", "Jobs", "/VisibilityTimeout", null);
    private static readonly RuleDraft Accept = new(RuleKind.Accept, "web", "production", "Jobs", "/Tags/[Key=a: b]/Value", "10.9.0.0/16:443");
    private static readonly RuleDraft Absent = new(RuleKind.Accept, "web", "production", "Jobs", "/DelaySeconds", null) { IsAbsent = true };
    private static readonly RuleDraft Ignore = new(RuleKind.Ignore, "web", "staging", "Nested/Jobs", null, null);

    public static TheoryData<string, string> Files => new()
    {
        { "no section", Head },
        { "blank lines and a comment at the end", Head + "\n\n# that was all\n" },
        { "no line end", Head.TrimEnd('\n') },
        { "sections", Head + "expect:\n  - component: web\n    resource: Other\n    reason: It is meant\n    owner: me\n    expires: 2027-01-01\n\n# what stays for a while\naccept:\n  - {component: web, resource: A, property: /B, value: c, reason: d, owner: e, expires: 2027-01-01}\n" },
        { "sections first", "expect:\n- {component: web, resource: A, reason: d, owner: e, review: 2027-01-01}\n# the rest\n" + Head },
        { "items without indentation", Head + "ignore:\n- type: AWS::SQS::Queue\n  property: /DelaySeconds\n  reason: >\n    several\n    lines\n  owner: me\n  expires: 2027-01-01" },
        { "empty sections", Head + "expect: []\naccept:\nignore: # nothing yet\n" },
        { "line ends of Windows", (Head + "expect:\n  - {component: web, resource: A, reason: d, owner: e, expires: 2027-01-01}\n").Replace("\n", "\r\n", StringComparison.Ordinal) },
    };

    [Fact]
    public void A_rule_that_says_the_same_and_ends_earlier_is_renewed_in_its_place()
    {
        const string rule = "  - component: web\n    environment: production\n    resource: Jobs\n    property: /VisibilityTimeout\n    reason: For now\n    owner: me\n    expires: 2026-01-01\n";
        var text = Head + "expect:\n" + rule + "  # another one\n  - {component: web, resource: A, reason: d, owner: e, expires: 2027-01-01}\n";

        var patch = ApplicationFilePatch.Add("driftboard.yaml", Encoding.UTF8.GetBytes(text), [(Expect, Terms), (Ignore, Terms)]);

        Assert.True(patch.Problem is null, patch.Problem);
        var patched = Apply(text, patch.Diff!);
        var after = Read(patched);
        Assert.Equal(3, after.Rules.Length);
        Assert.Equal((Terms.Reason, Terms.Expires), Assert.Single(after.Rules, r => r.Resource == "Jobs") is var renewed ? (renewed.Reason, renewed.Expires!.Value) : default);
        Assert.DoesNotContain("2026-01-01", patched, StringComparison.Ordinal);
        Assert.Contains("# another one", patched, StringComparison.Ordinal);
        // Another value is another rule, and a rule on one line is left to whoever wrote it.
        Assert.Equal(2, Read(Apply(Head + "expect:\n" + rule, ApplicationFilePatch.Add("driftboard.yaml", Encoding.UTF8.GetBytes(Head + "expect:\n" + rule), [(Expect with { Property = "/DelaySeconds" }, Terms)]).Diff!)).Rules.Length);
    }

    [Fact]
    public void What_a_renewed_rule_says_already_is_no_part_of_the_patch()
    {
        const string rule = "  - component: web\n    environment: production\n    resource: Jobs\n    property: /VisibilityTimeout\n    reason: >-\n      For\n      now\n    owner: \"me\" # who else\n    expires: 2026-01-01\n";
        var text = Head + "expect:\n" + rule;

        var patch = ApplicationFilePatch.Add("driftboard.yaml", Encoding.UTF8.GetBytes(text), [(Expect, new RuleTerms("For now", "me", new DateOnly(2027, 6, 30)))]);

        Assert.Equal(["-    expires: 2026-01-01", "+    expires: 2027-06-30"], Changed(patch));
        Assert.Equal("me", Assert.Single(Read(Apply(text, patch.Diff!)).Rules).Owner);
        // A reason over several lines is not written anew; another owner alone is.
        Assert.Equal(
            ["-    owner: \"me\" # who else", "+    owner: team-shop", "-    expires: 2026-01-01", "+    expires: 2027-06-30"],
            Changed(ApplicationFilePatch.Add("driftboard.yaml", Encoding.UTF8.GetBytes(text), [(Expect, new RuleTerms("For now", "team-shop", new DateOnly(2027, 6, 30)))])));

        static IEnumerable<string> Changed(ApplicationPatch patch) => patch.Diff!.Split('\n').Skip(2).Where(l => l.StartsWith('+') || l.StartsWith('-'));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_file_says_what_it_said_and_the_rules(string name, string text)
    {
        var before = Read(text);

        var patch = ApplicationFilePatch.Add("ops/driftboard.yaml", Encoding.UTF8.GetBytes(text), [(Expect, Terms), (Accept, Terms), (Absent, Terms), (Ignore, Terms), (Expect, Terms)]);

        Assert.True(patch.Problem is null, $"{name}: {patch.Problem}");
        var patched = Apply(text, patch.Diff!);
        var after = Read(patched);
        Assert.Equal(before.Rules.Length + 4, after.Rules.Length);
        Assert.Contains(after.Rules, r => r is { Kind: RuleKind.Expect, Component: "web", Environment: "production", Resource: "Jobs", Property: "/VisibilityTimeout", Reason: "OPS-1: it is \"meant\", # really" });
        Assert.Contains(after.Rules, r => r is { Kind: RuleKind.Accept, Property: "/Tags/[Key=a: b]/Value", Value: "10.9.0.0/16:443", Owner: "team-shop" });
        Assert.Contains(after.Rules, r => r is { Kind: RuleKind.Accept, Property: "/DelaySeconds", Value: null, IsAbsent: true });
        Assert.Contains(after.Rules, r => r is { Kind: RuleKind.Ignore, Environment: "staging", Resource: "Nested/Jobs", Property: null } && r.Expires == new DateOnly(2027, 6, 30));
        // Not a letter of what stood there is lost: taking the added lines out gives the file back.
        Assert.All(text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0 && l != "expect: []"), l => Assert.Contains(l, patched.Split('\n').Select(p => p.TrimEnd('\r'))));
        Assert.Equal(text.Contains("\r\n", StringComparison.Ordinal), patched.Contains("\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public void The_patch_is_what_a_person_would_write()
    {
        var patch = ApplicationFilePatch.Add("driftboard.yaml", Encoding.UTF8.GetBytes(Head), [(Expect, Terms with { Reason = "It is meant" })]);

        Assert.Equal(
            """
            --- a/driftboard.yaml
            +++ b/driftboard.yaml
            @@ -6,3 +6,12 @@
               - {name: production, account: "222222222222", regions: [eu-west-1], ref: release}
             components:
               - {name: web, template: web.yaml, stack: "{environment}-web"}
            +
            +expect:
            +  - component: web
            +    environment: production
            +    resource: Jobs
            +    property: /VisibilityTimeout
            +    reason: It is meant
            +    owner: team-shop
            +    expires: 2027-06-30

            """,
            patch.Diff,
            ignoreLineEndingDifferences: true);
        Assert.StartsWith("expect:\n  - component: web\n", patch.Rules, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expect: [{component: web, reason: a, owner: b, expires: 2027-01-01}]\n", "add them by hand")]
    [InlineData("expect:\n  - component: nobody\n", "must be put right first")]
    public void A_file_that_cannot_take_the_rules_gets_none_and_says_why(string rest, string problem)
    {
        var patch = ApplicationFilePatch.Add("driftboard.yaml", Encoding.UTF8.GetBytes(Head + rest), [(Expect, Terms)]);

        Assert.Null(patch.Diff);
        Assert.Contains(problem, patch.Problem, StringComparison.Ordinal);
        Assert.Contains("resource: Jobs", patch.Rules, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("0123")]
    [InlineData("a: b")]
    [InlineData("- x")]
    [InlineData("{[&*!|>'\"%@`")]
    [InlineData("two\nlines\tand \u0001 more")]
    [InlineData("日本語 émoji 😀")]
    [InlineData("{{ .Values.x }} ${A} <b>")]
    [InlineData("2027-01-01")]
    public void A_hostile_text_comes_back_as_it_went_in(string text)
    {
        var patch = ApplicationFilePatch.Add("driftboard.yaml", Encoding.UTF8.GetBytes(Head), [(Accept with { Value = text, Resource = text }, Terms with { Reason = text })]);

        Assert.Null(patch.Problem);
        var rule = Assert.Single(Read(Apply(Head, patch.Diff!)).Rules);
        Assert.Equal((text, text, text), (rule.Value, rule.Resource, rule.Reason));
    }

    private static ApplicationDefinition Read(string text)
    {
        var file = ApplicationFileReader.Read("ops/driftboard.yaml", Encoding.UTF8.GetBytes(text));
        Assert.Empty(file.Diagnostics);
        return file.Application!;
    }

    /// <summary>Applies a unified diff as strictly as git does: every line of context must stand where the diff says.</summary>
    internal static string Apply(string text, string diff)
    {
        var lines = text.Split('\n').SkipLast(text.EndsWith('\n') ? 1 : 0).ToList();
        var endsOpen = !text.EndsWith('\n');
        var result = new List<string>();
        var at = 0;
        var hunks = diff.Split('\n').SkipLast(1).Skip(2);
        foreach (var line in hunks)
        {
            if (line.StartsWith("@@ -", StringComparison.Ordinal))
            {
                var start = int.Parse(line[4..].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture) - 1;
                result.AddRange(lines[at..start]);
                at = start;
                Assert.Equal(result.Count + 1, int.Parse(line.Split('+')[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture));
            }
            else if (line.StartsWith('\\'))
            {
                Assert.True(endsOpen && at == lines.Count);
                endsOpen = false;
            }
            else
            {
                if (line[0] != '+')
                    Assert.Equal(lines[at++], line[1..]);
                if (line[0] != '-')
                    result.Add(line[1..]);
            }
        }

        result.AddRange(lines[at..]);
        return string.Join('\n', result) + (endsOpen ? "" : "\n");
    }
}
