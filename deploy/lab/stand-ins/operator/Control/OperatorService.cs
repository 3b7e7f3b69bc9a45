using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Finds the resources of all namespaces and gives each its worker; a worker in trouble holds up no other.</summary>
public sealed class OperatorService(Resources resources, IServiceProvider services, Settings settings, TimeProvider time, ILogger<OperatorService> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, Task> workers = new();

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.Started(settings.ClusterDomain);
        using var timer = new PeriodicTimer(settings.Interval, time);
        do
        {
            try
            {
                foreach (var resource in await resources.List(stoppingToken))
                    Start(resource["metadata"]!["namespace"]!.GetValue<string>(), resource["metadata"]!["name"]!.GetValue<string>(), stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                logger.Unreadable(error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Start(string ns, string name, CancellationToken stoppingToken)
    {
        var key = $"{ns}/{name}";
        if (!workers.TryGetValue(key, out var worker) || worker.IsCompleted)
            workers[key] = Task.Run(() => Work(ns, name, key, stoppingToken), stoppingToken);
    }

    private async Task Work(string ns, string name, string key, CancellationToken stoppingToken)
    {
        var worker = ActivatorUtilities.CreateInstance<ClusterWorker>(services, ns, name);
        using var timer = new PeriodicTimer(settings.Interval, time);
        do
        {
            try
            {
                if (!await worker.Look(stoppingToken))
                    return;
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                logger.Failed(key, error.Message, error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
