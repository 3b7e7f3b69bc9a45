using ClusterSetSuite.Lab.Operator.Spec;

namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>The labels of servers, routers and what belongs to them.</summary>
public static class Labels
{
    /// <summary>On every object of one cluster.</summary>
    public static Dictionary<string, string> Common(ClusterSpec spec) => new() { ["tier"] = "mysql", [Names.ClusterLabel] = spec.Name };

    /// <summary>On server pods, and their selector.</summary>
    public static Dictionary<string, string> Server(ClusterSpec spec) => With(Common(spec), "mysqld", "mysql-innodbcluster-mysql-server", $"{spec.Name}-mysql-server", "database");

    /// <summary>On router pods, and their selector.</summary>
    public static Dictionary<string, string> Router(ClusterSpec spec) => With(Common(spec), "mysqlrouter", "mysql-router", $"{spec.Name}-router", "router");

    private static Dictionary<string, string> With(Dictionary<string, string> labels, string component, string app, string instance, string role)
    {
        labels["component"] = component;
        labels["app.kubernetes.io/name"] = app;
        labels["app.kubernetes.io/instance"] = $"mysql-innodbcluster-{instance}";
        labels["app.kubernetes.io/component"] = role;
        labels["app.kubernetes.io/managed-by"] = "mysql-operator";
        labels["app.kubernetes.io/created-by"] = "mysql-operator";
        return labels;
    }
}
