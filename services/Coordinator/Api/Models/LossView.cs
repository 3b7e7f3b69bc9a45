namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>Whether the primary looks lost, from what the sites observe. It starts nothing.</summary>
/// <param name="Verdict">What follows from the evidence, for people.</param>
/// <param name="Evidence">The points of the decision rule, in its order.</param>
public sealed record LossView(string Verdict, IReadOnlyList<LossPointView> Evidence);

/// <summary>One point of the evidence.</summary>
/// <param name="Name">The point.</param>
/// <param name="Holds">Whether it holds; null when it can not be told, which never counts as yes.</param>
/// <param name="Words">What was seen.</param>
public sealed record LossPointView(string Name, bool? Holds, string Words);
