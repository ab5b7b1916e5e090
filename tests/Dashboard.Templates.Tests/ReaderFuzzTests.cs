namespace Dashboard.Templates.Tests;

/// <summary>A bounded run over what anybody could feed to the readers; <c>fuzz</c> of the benchmarks runs for as long as one likes.</summary>
public class ReaderFuzzTests
{
    private const int First = 20_261_125;
    private const int Count = 3_000;

    [Fact]
    public void Whatever_is_read_is_read_as_the_library_reads_it_or_refused_with_a_reason()
    {
        string[] samples = ["Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: !Sub '${AWS::StackName}-q'\n", "{\"Resources\": {\"Topic\": {\"Type\": \"AWS::SNS::Topic\"}}}"];
        for (var seed = First; seed < First + Count; seed++)
        {
            var text = ReaderFuzz.Text(seed, samples);
            Assert.True(ReaderFuzz.Fault(text) is null, $"seed {seed}: {ReaderFuzz.Fault(text)}\n{text}");
        }
    }
}
