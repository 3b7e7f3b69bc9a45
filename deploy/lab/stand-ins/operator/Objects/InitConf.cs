using ClusterSetSuite.Lab.Operator.Spec;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>ConfigMap `NAME-initconf`: the servers' configuration, probes and start scripts.</summary>
public static class InitConf
{
    // The lab's image has no account for the servers' user id, and auth_socket asks for the name behind an id.
    private const string Passwd = "root:x:0:0:root:/root:/bin/bash\nmysql:x:27:27:MySQL Server:/var/lib/mysql:/bin/bash\n";

    private static readonly string[] Files =
    [
        "initconf.sh", "initmysql.sh", "mysql.sh", "initdb-localroot.sql", "livenessprobe.sh", "readinessprobe.sh",
        "my.cnf.in", "00-basic.cnf", "01-group_replication.cnf", "10-lab.cnf",
    ];

    /// <summary>The ConfigMap; `spec.mycnf` comes last and so wins.</summary>
    public static V1ConfigMap Of(ClusterSpec spec)
    {
        var data = Files.ToDictionary(file => file, Resource.Read);
        data["passwd"] = Passwd;
        data["99-extra.cnf"] = "# Additional user configurations taken from spec.mycnf in InnoDBCluster.\n" + spec.MyCnf + "\n";
        if (!spec.TlsUseSelfSigned)
            data["02-ssl.cnf"] = Resource.Read("02-ssl.cnf");
        return new V1ConfigMap
        {
            ApiVersion = "v1",
            Kind = "ConfigMap",
            Metadata = new V1ObjectMeta { Name = $"{spec.Name}-initconf", NamespaceProperty = spec.Namespace, Labels = Labels.Common(spec) },
            Data = data,
        };
    }
}
