using Dashboard.Sandbox.Cloud;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Cloud;

/// <summary>RFC 6902, with samples after its appendix A.</summary>
public class JsonPatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/b","value":2}]""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"add","path":"/a/1","value":9}]""", """{"a":[1,9,2]}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"add","path":"/a/-","value":9}]""", """{"a":[1,2,9]}""")]
    [InlineData("""{"a":1,"b":2}""", """[{"op":"remove","path":"/b"}]""", """{"a":1}""")]
    [InlineData("""{"a":[1,9,2]}""", """[{"op":"remove","path":"/a/1"}]""", """{"a":[1,2]}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"/a","value":{"x":"y"}}]""", """{"a":{"x":"y"}}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"replace","path":"/a/0","value":7}]""", """{"a":[7,2]}""")]
    [InlineData("""{"a":{"x":1},"b":{}}""", """[{"op":"move","from":"/a/x","path":"/b/y"}]""", """{"a":{},"b":{"y":1}}""")]
    [InlineData("""{"a":{"x":1}}""", """[{"op":"copy","from":"/a","path":"/b"}]""", """{"a":{"x":1},"b":{"x":1}}""")]
    [InlineData("""{"a/b":1,"m~n":2}""", """[{"op":"replace","path":"/a~1b","value":3},{"op":"replace","path":"/m~0n","value":4}]""", """{"a/b":3,"m~n":4}""")]
    [InlineData("""{"a":1}""", """[{"op":"test","path":"/a","value":1},{"op":"replace","path":"/a","value":2}]""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"","value":{"b":2}}]""", """{"b":2}""")]
    [InlineData("""{"v":1.10}""", """[{"op":"add","path":"/w","value":2.50}]""", """{"v":1.10,"w":2.50}""")]
    [InlineData("""{"a":1}""", "[]", """{"a":1}""")]
    public void A_patch_is_applied(string document, string patch, string expected) => Assert.Equal(Map(expected), JsonPatch.Apply(Map(document), patch));

    [Theory]
    [InlineData("""[{"op":"replace","path":"/none","value":1}]""")]
    [InlineData("""[{"op":"remove","path":"/none"}]""")]
    [InlineData("""[{"op":"remove","path":""}]""")]
    [InlineData("""[{"op":"add","path":"/none/x","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/l/3","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/l/01","value":1}]""")]
    [InlineData("""[{"op":"replace","path":"/l/-","value":1}]""")]
    [InlineData("""[{"op":"test","path":"/a","value":2}]""")]
    [InlineData("""[{"op":"move","from":"/m","path":"/m/x"}]""")]
    [InlineData("""[{"op":"add","path":"a","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/b"}]""")]
    [InlineData("""[{"op":"turn","path":"/a","value":1}]""")]
    [InlineData("""[{"path":"/a","value":1}]""")]
    [InlineData("""[{"op":"replace","path":"","value":[]}]""")]
    [InlineData("""{"op":"add"}""")]
    [InlineData("""[1]""")]
    [InlineData("no json")]
    public void What_is_no_patch_of_this_document_is_refused_whole(string patch) => Assert.Equal(
        "ValidationException", Refusal(() => JsonPatch.Apply(Map("""{"a":1,"l":[1,2],"m":{}}"""), patch)).Code);
}
