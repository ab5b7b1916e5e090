using System.Text;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests;

/// <summary>What is a script in Base64, and what only looks like one.</summary>
public class ScriptTextTests
{
    [Theory]
    [InlineData("#!/bin/sh\necho hi\n")]
    [InlineData("#cloud-config\r\npackages:\r\n\t- nginx\r\n")]
    [InlineData("#!/bin/sh\necho Grüße ☕\n")]
    [InlineData("<powershell>\r\nInstall-WindowsFeature Web-Server\r\n</powershell>\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=\"b\"\nMIME-Version: 1.0\n\n--b--\n")]
    public void A_script_is_read_from_its_base64(string script)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(script));

        Assert.Equal(script, ScriptText.Of(new ScalarValue(encoded)));
        Assert.Equal(script, ScriptText.Of(new ScalarValue(encoded.Insert(8, "\n"))));
    }

    [Theory]
    [InlineData("#!/bin/sh")]
    [InlineData("c3RhZ2luZy1hcnRpZmFjdHMtYnVja2V0")]
    [InlineData("ThisIsTheNameOfAResource")]
    [InlineData("AAECAwQFBgcICQoLDA0ODwo=")]
    [InlineData("gICAgICAgICAgICACgo=")]
    [InlineData("IyEvYmluL3NoCmVjaG8gaGk")]
    [InlineData("eyJhIjoKMX0KYWFhYWFhYWFhYWFh")]
    [InlineData("dXNlcnM6Ci0gbmFtZTogc2hvcAo=")]
    [InlineData("")]
    public void Anything_else_is_what_it_is(string text) => Assert.Null(ScriptText.Of(new ScalarValue(text)));

    [Fact]
    public void What_is_no_text_is_none() => Assert.All(new PropertyValue?[] { null, ScalarValue.Null, ListValue.Empty, SecretValue.Unknowable }, v => Assert.Null(ScriptText.Of(v)));
}
