using ClusterSetSuite.Coordinator.Operations;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>Everything the Coordinator keeps; the same model on PostgreSQL and SQLite.</summary>
public sealed class CoordinatorDb(DbContextOptions<CoordinatorDb> options, CommitSignal signal) : DbContext(options)
{
    /// <summary>The operations.</summary>
    public DbSet<OperationState> Operations => Set<OperationState>();

    /// <summary>Their steps.</summary>
    public DbSet<StepRow> Steps => Set<StepRow>();

    /// <summary>Messages not delivered yet.</summary>
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    /// <summary>Answers taken.</summary>
    public DbSet<InboxRow> Inbox => Set<InboxRow>();

    /// <summary>The audit.</summary>
    public DbSet<EventRow> Events => Set<EventRow>();

    /// <summary>The ClusterSets.</summary>
    public DbSet<ClusterSetRow> ClusterSets => Set<ClusterSetRow>();

    /// <summary>The agents.</summary>
    public DbSet<AgentRow> Agents => Set<AgentRow>();

    /// <summary>The newest observation of each site.</summary>
    public DbSet<ObservationRow> Observations => Set<ObservationRow>();

    /// <summary>Who may be primary; read here, written by the active detector.</summary>
    public DbSet<AuthorityRow> Authorities => Set<AuthorityRow>();

    /// <summary>The detectors' reports.</summary>
    public DbSet<PromotionRow> Promotions => Set<PromotionRow>();

    /// <summary>Commits everything in one transaction, and wakes whoever waits for new messages and events.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var operation in ChangeTracker.Entries<OperationState>())
        {
            // A new event is a change of the operation too: every commit of an operation must collide with every other one.
            if (operation.State != EntityState.Added && ChangeTracker.HasChanges())
                operation.Entity.Version++;
        }

        var written = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        signal.Wake();
        return written;
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OperationState>(operation =>
        {
            operation.ToTable("operations").HasKey(o => o.CorrelationId);
            operation.Property(o => o.CorrelationId).HasColumnName("id").ValueGeneratedNever();
            operation.Property(o => o.CurrentState).HasColumnName("state");
            operation.Property(o => o.Version).IsConcurrencyToken();
            operation.HasMany(o => o.Steps).WithOne().HasForeignKey(s => s.OperationId);
            operation.HasMany(o => o.Outbox).WithOne().HasForeignKey(m => m.OperationId);
            operation.HasMany(o => o.Events).WithOne().HasForeignKey(e => e.OperationId);
            operation.HasMany(o => o.Inbox).WithOne().HasForeignKey(a => a.OperationId);
        });
        modelBuilder.Entity<StepRow>(step =>
        {
            step.ToTable("steps").HasKey(s => new { s.OperationId, s.Id });
            step.Property(s => s.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<OutboxRow>().ToTable("outbox").HasKey(m => m.Id);
        modelBuilder.Entity<EventRow>().ToTable("events").HasKey(e => e.Id);
        modelBuilder.Entity<InboxRow>(answer =>
        {
            answer.ToTable("inbox").HasKey(a => new { a.OperationId, a.StepId, a.Attempt });
            answer.Property(a => a.StepId).ValueGeneratedNever();
            answer.Property(a => a.Attempt).ValueGeneratedNever();
        });
        modelBuilder.Entity<ClusterSetRow>().ToTable("cluster_sets").HasKey(s => s.Name);
        modelBuilder.Entity<AgentRow>().ToTable("agents").HasKey(a => new { a.Site, a.Agent });
        modelBuilder.Entity<ObservationRow>().ToTable("observations").HasKey(o => o.Site);
        modelBuilder.Entity<AuthorityRow>().ToTable("authorities").HasKey(a => a.ClusterSet);
        modelBuilder.Entity<PromotionRow>().ToTable("promotions").HasKey(p => new { p.ClusterSet, p.Epoch });
        modelBuilder.UseSnakeCase();
        if (Database.IsSqlite())
            modelBuilder.UseSortableTimes();
    }
}
