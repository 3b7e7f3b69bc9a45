namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>AdminAPI error codes that the operator decides on.</summary>
public static class ErrorCodes
{
    /// <summary>The instance is not in the cluster's metadata (SHERR_DBA_MEMBER_METADATA_MISSING).</summary>
    public const int MemberNotInMetadata = 51104;
}
