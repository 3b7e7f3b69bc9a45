using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Steps;
using ClusterSetSuite.Tests.Shared;
using Command = ClusterSetSuite.Contracts.Steps.InspectMySql;

namespace ClusterSetSuite.MySqlAgent.Tests.Steps;

public class MySqlFindingsTests
{
    private static readonly LocalCluster Cluster = new("mysql-prod", "prd", 3, "mypwds");
    private static readonly Command Wanted = new(Cluster, 100, null);

    private static readonly MySqlSituation Empty = new()
    {
        Operators = ["mysql-operator/mysql-operator"], OperatorVersion = "9.7.0-2.2.8", HasDomain = true, StorageClasses = new Dictionary<string, bool> { ["standard"] = true },
    };

    private static readonly MySqlSituation Running = Empty with { Existing = Cluster3(), ServerVersion = "9.7.0", ShellVersion = "9.7.0" };

    /// <summary>Every finding: what is asked for, what is there, how much it weighs, part of what is said.</summary>
    public static TheoryData<string, Command, MySqlSituation, Severity, string> Table => new()
    {
        { "name", Wanted with { Cluster = Cluster with { Name = "1prd" } }, Empty, Severity.Error, "can not be an InnoDBCluster's name" },
        { "long name", Wanted with { Cluster = Cluster with { Name = new string('p', 29) } }, Empty, Severity.Error, "at most 28" },
        { "instances", Wanted with { Cluster = Cluster with { Instances = 10 } }, Empty, Severity.Error, "10 instances" },
        { "server id", Wanted with { BaseServerId = 4_000_000_001 }, Empty, Severity.Error, "baseServerId 4000000001" },
        { "two operators", Wanted, Empty with { Operators = ["a/op", "b/op"], OperatorVersion = null }, Severity.Error, "2 MySQL Operators run on this site: a/op, b/op" },
        { "no operator", Wanted, Empty with { Operators = [], OperatorVersion = null }, Severity.Error, "no MySQL Operator runs" },
        { "no domain", Wanted, Empty with { HasDomain = false }, Severity.Info, "MYSQL_OPERATOR_K8S_CLUSTER_DOMAIN" },
        { "new servers", Wanted with { Version = "9.8.0" }, Empty, Severity.Error, "9.8.0 is newer than the MySQL Operator" },
        { "old operator", Wanted, Running with { OperatorVersion = "9.6.0-2.2.6" }, Severity.Warning, "9.7.0 is newer than the MySQL Operator" },
        { "old shell", Wanted, Running with { ShellVersion = "9.6.1" }, Severity.Warning, "MySQL Shell is 9.6.1, the servers are 9.7.0" },
        { "other server ids", Wanted with { BaseServerId = 500 }, Running, Severity.Error, "baseServerId 100 (the spec says 500)" },
        { "fewer servers", Wanted with { Cluster = Cluster with { Instances = 2 } }, Running, Severity.Error, "instances 3 (the spec says 2" },
        { "other Secret", Wanted with { Cluster = Cluster with { SecretName = "pw" } }, Running, Severity.Error, "secretName mypwds (the spec says pw)" },
        { "other version", Wanted with { Version = "9.6.0" }, Running with { Existing = Cluster3(version: "9.7.0") }, Severity.Error, "version 9.7.0 (the spec says 9.6.0" },
        { "offline", Wanted, Running with { Existing = Cluster3("OFFLINE") }, Severity.Warning, "InnoDBCluster prd is OFFLINE" },
        { "no quorum", Wanted, Running with { Existing = Cluster3("NO_QUORUM") }, Severity.Warning, "is NO_QUORUM" },
        { "no such class", Wanted with { StorageClass = "fast" }, Empty, Severity.Error, "StorageClass fast does not exist; there are standard" },
        { "no default class", Wanted, Empty with { StorageClasses = new Dictionary<string, bool> { ["slow"] = false } }, Severity.Error, "no StorageClass is the default; there are slow" },
        { "no class", Wanted, Empty with { StorageClasses = new Dictionary<string, bool>() }, Severity.Error, "there is none" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_finding_is_told_with_its_weight_its_meaning_and_a_way_to_mend_it(string name, Command command, MySqlSituation seen, Severity severity, string reason) =>
        Findings.HasOne(MySqlFindings.Of(command, seen), name, severity, reason);

    [Fact]
    public void A_sound_site_has_no_finding_with_or_without_a_cluster()
    {
        Assert.Empty(MySqlFindings.Of(Wanted, Empty));
        Assert.Empty(MySqlFindings.Of(Wanted, Running));
        Assert.Empty(MySqlFindings.Of(Wanted, Running with { OperatorVersion = "1.0" })); // a version that names no servers
        Assert.Empty(MySqlFindings.Of(Wanted with { Cluster = Cluster with { Instances = 5 } }, Running)); // it may grow
        Assert.Empty(MySqlFindings.Of(Wanted, Empty with { Operators = [], OperatorVersion = null, HasManifest = true }));
    }

    [Fact]
    public void Missing_rights_are_named_and_keep_everything_from_starting()
    {
        var found = MySqlFindings.Rights(["create secrets", "list nodes"]);
        Assert.Equal(Severity.Error, found.Severity);
        Assert.Contains("create secrets", found.Reason, StringComparison.Ordinal);
        Assert.Contains("list nodes", found.Reason, StringComparison.Ordinal);
        Assert.Contains("site-agents", found.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void All_findings_are_told_at_once() =>
        Assert.Equal(3, MySqlFindings.Of(Wanted with { BaseServerId = 0, StorageClass = "fast" }, Empty with { Operators = [], OperatorVersion = null }).Count);

    private static InnoDbCluster Cluster3(string status = "ONLINE", string? version = null) => new()
    {
        Spec = new ClusterWish { Instances = 3, BaseServerId = 100, SecretName = "mypwds", Version = version },
        Status = new ClusterState { Cluster = new GroupState { Status = status, OnlineInstances = 3 } },
    };
}
