using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>One tree is rendered for every environment: what is the same in each is made once, and nothing else is carried over.</summary>
public sealed class RepeatedRenderingTests
{
    private static readonly TemplateDocument Template = TemplateReader.Read("template.yaml", """
        Parameters:
          Size: {Type: String, Default: small, AllowedValues: [small, large]}
          Odd: {Type: String, Default: medium, AllowedValues: [small, large]}
          Zones: {Type: CommaDelimitedList, Default: "a, b"}
          Hidden: {Type: String, Default: hunter2, NoEcho: true}
          First: &same {Type: String, Default: both}
          Second: *same
        Resources:
          Queue:
            Type: AWS::SQS::Queue
            Properties:
              Tags: [{Key: fixed, Value: text}, {Key: size, Value: !Ref Size}]
              RedrivePolicy: {maxReceiveCount: 3, deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111111111111:dead"}
              KmsMasterKeyId: !Ref Hidden
              QueueName: !Sub "${First}-${Second}"
          Other: {Type: Custom::Thing, Properties: {Zones: !Ref Zones, Odd: !Ref Odd}}
        """);

    [Fact]
    public void What_no_environment_has_a_say_in_is_one_object_in_all_of_them()
    {
        var (staging, production) = (Render(), Render(("Size", "large")));

        Assert.Same(Property(staging, "Queue", "RedrivePolicy"), Property(production, "Queue", "RedrivePolicy"));
        Assert.Same(((ListValue)Property(staging, "Queue", "Tags")).Items[0], ((ListValue)Property(production, "Queue", "Tags")).Items[0]);
        Assert.Same(Property(staging, "Other", "Zones"), Property(production, "Other", "Zones"));
    }

    [Fact]
    public void What_is_given_to_one_rendering_is_in_no_other()
    {
        Assert.Equal("small", Size(Render()));
        Assert.Equal("large", Size(Render(("Size", "large"))));
        Assert.Equal("small", Size(Render()));

        static string Size(RenderedTemplate template) => ((ScalarValue)((MapValue)((ListValue)Property(template, "Queue", "Tags")).Items[1])["Value"]!).Text;
    }

    [Fact]
    public void What_is_to_be_said_is_said_each_time_and_a_secret_is_one_each_time()
    {
        for (var i = 0; i < 3; i++)
        {
            var rendered = Render();

            Assert.Equal("""Found "medium"; allowed is one of small, large.""", Assert.Single(rendered.Diagnostics).Message);
            Assert.IsType<SecretValue>(Property(rendered, "Queue", "KmsMasterKeyId"));
            Assert.Equal(["Odd", "Zones"], rendered.Resource("Other").ParameterUses.Select(u => u.Parameter).Order());
        }
    }

    [Fact]
    public void Two_parameters_that_share_their_declaration_stay_two()
    {
        for (var i = 0; i < 2; i++)
        {
            var rendered = Render();

            Assert.Equal(["First", "Second"], rendered.Resource("Queue").ParameterUses.Where(u => u.Path.ToString() == "/QueueName").Select(u => u.Parameter));
            Assert.Equal("both-both", ((ScalarValue)Property(rendered, "Queue", "QueueName")).Text);
        }

        Assert.Equal("x-both", ((ScalarValue)Property(Render(("First", "x")), "Queue", "QueueName")).Text);
    }

    private static RenderedTemplate Render(params (string Name, string Value)[] parameters) => TemplateRenderer.Render(Requests.For(Template, parameters));

    private static PropertyValue Property(RenderedTemplate template, string id, string name) => template.Resource(id).Properties[name]!;
}
