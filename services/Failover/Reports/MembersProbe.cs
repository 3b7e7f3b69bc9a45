namespace ClusterSetSuite.Failover.Reports;

/// <summary>The Coordinator's own probe of every member of a group, by SQL.</summary>
/// <param name="Answering">How many members answered.</param>
/// <param name="Health">The group, judged by what they said.</param>
/// <param name="Writable">Whether one of them takes clients' writes.</param>
public sealed record MembersProbe(int Answering, GroupHealth Health, bool Writable);
