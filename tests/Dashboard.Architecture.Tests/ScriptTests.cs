using System.Text.RegularExpressions;

namespace Dashboard.Architecture.Tests;

/// <summary>The scripts of the pages, held to rules that a linter would hold them to.</summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Scripts => [.. Files().Select(f => f.Path)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_keeps_to_the_rules(string path)
    {
        var callers = Repository.Sources("src").Concat(Files().Where(f => f.Path != path)).Select(s => s.Text).ToList();

        Assert.Empty(ScriptRules.Faults(path, Files().Single(f => f.Path == path).Text, name => callers.Exists(c => Regex.IsMatch(c, $@"\b{Regex.Escape(name)}\b"))));
    }

    [Theory]
    [InlineData("const a = 1;", "a is used nowhere")]
    [InlineData("import { a } from './a.js';", "a is used nowhere")]
    [InlineData("document.title = tilte;", "tilte is declared nowhere")]
    [InlineData("export function nobody() { }", "nobody is used nowhere")]
    [InlineData("var a = 1; document.title = a;", "var; allowed are const and let")]
    [InlineData("if (document.title == 'a') { document.title = 'b'; }", "== or !=; allowed are === and !==")]
    [InlineData("document.body.innerHTML = document.title;", "innerHTML; allowed are textContent and nodes")]
    [InlineData("console.log(document);", "console.log")]
    [InlineData("function a( { }", null)]
    public void What_breaks_a_rule_is_found_with_its_line(string code, string? what)
    {
        var fault = Assert.Single(ScriptRules.Faults("a.js", "\n" + code, static name => name != "nobody"), f => what is null || !f.Contains("console is declared", StringComparison.Ordinal));

        Assert.StartsWith("a.js:2: " + what, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_taken_apart_passed_on_or_members_are_known() => Assert.Empty(ScriptRules.Faults(
        "a.js",
        """
        import { one as first, two } from './a.js';
        const { x, y: [z = two], ...rest } = first(document);
        export async function attach(host, { at = x } = {}, ...more) {
            for (const item of more) {
                host.closest(item)?.focus({ preventScroll: z, rest, at });
            }
            try {
                await fetch(host.dataset.x);
            } catch (error) {
                host.title = `${error}`;
            }
        }
        """,
        static _ => true));

    private static IEnumerable<(string Path, string Text)> Files() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "wwwroot"), "*.js", SearchOption.AllDirectories)
            .Select(f => (Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'), File.ReadAllText(f)));
}
