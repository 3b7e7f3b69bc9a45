using ClusterSetSuite.Coordinator.Options;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>Registers the database and what delivers its outbox.</summary>
internal static class PersistenceServices
{
    /// <summary>The schema is made before any other service starts.</summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services)
    {
        services.AddSingleton<CommitSignal>();
        services.AddSingleton(provider => DataSource(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.AddDbContext<CoordinatorDb>((provider, db) =>
        {
            var options = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            if (options.IsPostgres)
                db.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>());
            else
                db.UseSqlite(options.ConnectionString);
        });
        services.AddSingleton<SchemaUpgrade>();
        services.AddHostedService(provider => provider.GetRequiredService<SchemaUpgrade>());
        return services;
    }

    /// <summary>What the outbox holds is sent, and before that what an in-memory bus lost is put back.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services) => services.AddHostedService<LostMessages>().AddHostedService<OutboxDelivery>();

    private static NpgsqlDataSource DataSource(DatabaseOptions options)
    {
        var builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
        if (options.PasswordFile is { } file)
            builder.UsePasswordProvider(_ => File.ReadAllText(file).TrimEnd(), async (_, ct) => (await File.ReadAllTextAsync(file, ct)).TrimEnd());
        return builder.Build();
    }
}
