var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var app = builder.Build();
app.MapGet("/healthz", () => "ok");
app.Run();

/// <summary>The web host's entry point.</summary>
public partial class Program;
