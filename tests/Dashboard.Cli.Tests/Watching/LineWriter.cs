using System.Text;
using System.Threading.Channels;
using Dashboard.Tests.Shared;

namespace Dashboard.Cli.Tests.Watching;

/// <summary>A writer whose lines a test can wait for, one by one.</summary>
internal sealed class LineWriter : TextWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => _lines.Writer.TryWrite(value ?? "");

    public override void Write(char value) => throw new InvalidOperationException("Whole lines are written.");

    /// <summary>The next line, once it is written.</summary>
    public ValueTask<string> NextAsync() => _lines.Reader.ReadAsync(TestContext.Current.CancellationToken).Soon();

    /// <summary>Whether every line was asked for.</summary>
    public bool IsDrained => _lines.Reader.Count == 0;
}
