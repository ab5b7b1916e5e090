using System.CommandLine;
using System.Text.Json;
using Dashboard.Cli.Output;
using Dashboard.Cli.Templates;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Commands;

/// <summary><c>driftboard render TEMPLATE</c>: a template as CloudFormation would see it, as far as that can be known before deployment.</summary>
internal static class RenderCommand
{
    private const string Summary = "Prints a template with its parameters, conditions, mappings and functions worked out.";

    private const string Details = """
        What is not known stays in CloudFormation's own form (Ref, Fn::GetAtt, Fn::Sub with the known part
        filled in), or is {"Fn::Unresolved": reason}. Secrets are {"Fn::Secret": true}. A parameter without a
        value or a default stays a Ref, with a warning. A resource of a nested stack whose TemplateURL is a path stands under its address: "Queues/WebQueue".

        --batch reads lines {"id", "template": "<text>", "parameters": {}, "account", "region", "stackName",
        "imports": {}} and answers lines {"id", "status", "resources", "outputs", "conditions", "diagnostics"}.

        Exit codes:
          0  done
          2  a file cannot be read, or has errors (what could be rendered is printed all the same)
        Problems go to standard error as file:line.
        """;

    public static Command Build(CliHost host)
    {
        var template = new Argument<string?>("TEMPLATE") { Description = "The template, YAML or JSON.", Arity = ArgumentArity.ZeroOrOne };
        var parameters = new Option<string[]>("--parameters") { HelpName = "FILE", Description = "A parameter file in any usual form; samconfig.toml#prod (or samconfig.yaml#prod) is its environment prod. May be repeated: the later wins." };
        var parameter = new Option<string[]>("--parameter") { HelpName = "NAME=VALUE", Description = "One parameter; wins over the files. May be repeated." };
        var (account, region, stackName) = (Options.Account(), Options.Region(), Options.StackName());
        var format = Options.Format("json", "yaml");
        var batch = Options.Batch();
        var command = new DocumentedCommand("render", Summary, Details) { template, parameters, parameter, account, region, stackName, format, batch };
        command.Validators.Add(result =>
        {
            if (result.GetValue(batch) is null && result.GetValue(template) is null)
                result.AddError("A template is needed, TEMPLATE, or --batch.");
        });
        command.SetAction((parsed, cancellation) => parsed.GetValue(batch) is { } lines ? RenderBatch.RunAsync(host, lines, cancellation) : Task.FromResult(Run(
            host,
            new LocalInputs(parsed.GetValue(template)!)
            {
                ParameterFiles = parsed.GetValue(parameters) ?? [],
                Parameters = parsed.GetValue(parameter) ?? [],
                Account = parsed.GetValue(account) ?? "",
                Region = parsed.GetValue(region) ?? "",
                StackName = parsed.GetValue(stackName) ?? "",
            },
            parsed.GetValue(format)!)));
        return command;
    }

    private static int Run(CliHost host, LocalInputs inputs, string format)
    {
        var rendering = new LocalRenderer(host).Render(inputs);
        LocalRenderer.Print(host.Error, rendering.Diagnostics);
        if (rendering.Template is { } template)
        {
            var json = JsonOutput.Page(writer => Write(writer, template));
            if (format == "json")
                host.Output.WriteLine(json);
            else
                host.Output.Write(YamlOutput.Write(Parse(json)));
        }

        return rendering.HasErrors ? ExitCode.Error : ExitCode.Ok;
    }

    /// <summary>The template's own shape: Resources with Type and Properties, and Outputs.</summary>
    private static void Write(Utf8JsonWriter writer, RenderedTemplate template)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("Resources");
        foreach (var resource in template.Resources)
        {
            writer.WriteStartObject(resource.Address.ToString());
            writer.WriteString("Type", resource.Type);
            writer.WritePropertyName("Properties");
            DocumentWriter.Value((PropertyValue?)resource.OpenProperties ?? resource.Properties, resource.Type, PropertyPath.Root).WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("Outputs");
        foreach (var output in template.Outputs)
        {
            writer.WriteStartObject(output.Name);
            writer.WritePropertyName("Value");
            DocumentWriter.Value(output.Value, null, PropertyPath.Root).WriteTo(writer);
            if (output.ExportName is { } name)
            {
                writer.WriteStartObject("Export");
                writer.WritePropertyName("Name");
                DocumentWriter.Value(name, null, PropertyPath.Root).WriteTo(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
        return document.RootElement.Clone();
    }
}
