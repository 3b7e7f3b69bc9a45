using ClusterSetSuite.Coordinator;
using ClusterSetSuite.Coordinator.Options;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCoordinator(builder.Configuration);
builder.WebHost.UseUrls((builder.Configuration.GetSection(ApiOptions.Section).Get<ApiOptions>() ?? new()).Listen);

var app = builder.Build();
app.MapCoordinator();
await app.RunAsync();
