using System.Collections.Immutable;

namespace Dashboard.Tests.Shared;

/// <summary>Texts that a careless page would run, break on, or be broken by. Each that could run says so: it raises an alert and sets <c>window.hostile</c>.</summary>
internal static class HostileText
{
    private const string Run = "window.hostile=1;alert(1)";

    private static readonly string[] Payloads =
    [
        $"<script>{Run}</script>",
        $"</script><script>{Run}</script>",
        $"<img src=x onerror=\"{Run}\">",
        $"<svg onload=\"{Run}\">",
        $"<svg><script>{Run}</script></svg>",
        $"<iframe srcdoc=\"<script>parent.hostile=1</script>\"></iframe>",
        $"<iframe src=\"javascript:{Run}\"></iframe>",
        $"<body onload=\"{Run}\">",
        $"<details open ontoggle=\"{Run}\">",
        $"<input autofocus onfocus=\"{Run}\">",
        $"<a href=\"javascript:{Run}\">read me</a>",
        $"<form action=\"javascript:{Run}\"><button>send</button></form>",
        $"<math><mtext><table><mglyph><style><img src=x onerror=\"{Run}\">",
        $"<template><img src=x onerror=\"{Run}\"></template>",
        $"<object data=\"data:text/html,<script>{Run}</script>\"></object>",
        $"<meta http-equiv=\"refresh\" content=\"0;url=javascript:{Run}\">",
        "<base href=\"https://elsewhere.example/\">",
        "<link rel=stylesheet href=\"https://elsewhere.example/x.css\">",
        "<style>*{display:none!important}</style>",
        "<plaintext>",
        "<!-- <b",
        "]]><![CDATA[",
        $"\" onmouseover=\"{Run}\" autofocus x=\"",
        $"' onfocus='{Run}' tabindex=0 x='",
        $"`;{Run};`",
        $"${{{Run}}}",
        $"{{{{constructor.constructor('{Run}')()}}}}",
        $"@(new Script(\"{Run}\"))",
        $"javascript:{Run}",
        $"data:text/html,<script>{Run}</script>",
        "https://elsewhere.example/?q=1&amp;r=<b>",
        "&lt;b&gt;&amp;&#x3c;i&#62;&nbsp;&zwj;",
        "%3Cscript%3E%00%0d%0aSet-Cookie:%20a=b",
        "../../../../etc/passwd?resource=#fragment&show=all",
        "'; DROP TABLE stacks; --",
        "=HYPERLINK(\"https://elsewhere.example\",\"read me\")",
        "\u001b[31mred\u001b[0m\u0007\b",
        "first line\r\nsecond line\n\tthird line",
        "\u202Etxt.exe\u202C and \u2066more\u2069",
        "z\u200Be\u200Cr\u200Do\uFEFF\u00AD width",
    ];

    private static readonly (string Before, string After)[] Surroundings =
    [
        ("", ""),
        ("production ", " (blue)"),
        ("\"", "\""),
        ("一二三四五六七八九十 ", " עברית العربية 👩‍👩‍👧‍👦 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢"),
        (new string('W', 160), new string('.', 20)),
    ];

    /// <summary>All of them, each another: 200.</summary>
    public static ImmutableArray<string> All { get; } = [.. Surroundings.SelectMany(s => Payloads.Select(p => s.Before + p + s.After))];

    /// <summary>One of them; numbers start again after the last.</summary>
    public static string At(int index) => All[index % All.Length];
}
