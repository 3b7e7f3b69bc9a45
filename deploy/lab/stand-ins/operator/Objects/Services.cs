using ClusterSetSuite.Lab.Operator.Spec;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>The headless service that names the members, and the service in front of the routers.</summary>
public static class Services
{
    /// <summary>`NAME-instances`: members are found before they are ready, because they form the group by name.</summary>
    public static V1Service Instances(ClusterSpec spec) => Service(spec, spec.InstancesService, new V1ServiceSpec
    {
        ClusterIP = "None",
        Type = "ClusterIP",
        PublishNotReadyAddresses = true,
        Selector = new Dictionary<string, string>(Labels.Common(spec)) { ["component"] = "mysqld" },
        Ports = [Port("mysql", 3306, 3306), Port("mysqlx", 33060, 33060), Port("gr-xcom", 33061, 33061)],
    });

    /// <summary>`NAME`: the MySQL port goes to the routers' writing port.</summary>
    public static V1Service Router(ClusterSpec spec) => Service(spec, spec.Name, new V1ServiceSpec
    {
        Type = "ClusterIP",
        Selector = new Dictionary<string, string>(Labels.Common(spec)) { ["component"] = "mysqlrouter" },
        Ports =
        [
            Port("mysql", 3306, 6446), Port("mysqlx", 33060, 6448), Port("mysql-alternate", 6446, 6446), Port("mysqlx-alternate", 6448, 6448),
            Port("mysql-ro", 6447, 6447), Port("mysqlx-ro", 6449, 6449), Port("mysql-rw-split", 6450, 6450), Port("router-rest", 8443, 8443),
        ],
    });

    private static V1Service Service(ClusterSpec spec, string name, V1ServiceSpec service) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = spec.Namespace, Labels = Labels.Common(spec) },
        Spec = service,
    };

    private static V1ServicePort Port(string name, int port, int target) => new() { Name = name, Port = port, TargetPort = target, Protocol = "TCP" };
}
