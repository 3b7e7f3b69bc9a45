namespace ClusterSetSuite.Lab.Operator.Members;

/// <summary>A MySQL account from a Secret.</summary>
public sealed record Account(string User, string Password)
{
    /// <summary>The user only: a password belongs in no log.</summary>
    public override string ToString() => User;
}
