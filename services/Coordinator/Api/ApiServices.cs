using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>Registers what the API needs.</summary>
internal static class ApiServices
{
    /// <summary>JSON as on the wire, problem details for every error, health checks.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddHttpContextAccessor().AddScoped<OperationAsker>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        return services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
    }
}
