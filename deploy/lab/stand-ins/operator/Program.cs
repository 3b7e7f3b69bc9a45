using ClusterSetSuite.Lab.Operator;
using k8s;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders().AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "HH:mm:ss ", true));
builder.Services.AddOperator(KubernetesClientConfiguration.BuildDefaultConfig(), Settings.FromEnvironment());
await builder.Build().RunAsync();
