using System.Collections.Immutable;

namespace ClusterSetSuite.Failover;

/// <summary>What one event leads to.</summary>
/// <typeparam name="TState">The state of the core.</typeparam>
/// <typeparam name="TEffect">What the shell is told to do.</typeparam>
/// <param name="State">The state after the event.</param>
/// <param name="Effects">What the shell does now, in this order.</param>
public readonly record struct Turn<TState, TEffect>(TState State, ImmutableArray<TEffect> Effects);
