using System.Text;

namespace ClusterSetSuite.Contracts.Tests.Spec;

/// <summary>One change to a good spec each, with the one fault that it must give.</summary>
public static class BadSpecs
{
    private const string Good = """
        name: mycs
        sites:
          - name: prod
            namespace: mysql-prod
            cluster: {name: prd, instances: 3, baseServerId: 100, routers: 1}
          - name: dr
            namespace: mysql-dr
            cluster: {name: dr, joinAs: myreplica, instances: 3, baseServerId: 200, routers: 1}
        primary: prod
        credentials: {secretName: mypwds}
        mesh: {mode: connect}
        dns: {mode: forward, nodePort: 30053}
        failover: {mode: observe, maxDataLoss: 5s, delay: 60s, preference: [prod]}
        """;

    /// <summary>"what => by what" (the first occurrence), "= text" for a whole document; path; part of the message.</summary>
    public static TheoryData<string, string, string> Table => new()
    {
        { "= ", "", "empty" },
        { "= # only a comment", "", "empty" },
        { "= just a text", "", "must be a mapping" },
        { "= [1, 2]", "", "must be a mapping" },
        { "= {name: a", "", "not readable as YAML or JSON at line" },
        { "= a: 1\n---\nb: 2", "", "2 documents" },
        { "= name: a\nname: b", "", "not readable" },
        { "= name: *nowhere", "", "write the value out" },
        { "name: mycs\n => ", "name", "is missing" },
        { "name: mycs => name: ''", "name", "is empty" },
        { "name: mycs => name: [mycs]", "name", "must be a text" },
        { "name: mycs => name: 9lives", "name", "a letter or '_' first" },
        { "name: mycs => name: my cs", "name", "is not a ClusterSet name" },
        { "name: mycs => name: " + new string('x', 64), "name", "at most 63" },
        { "name: mycs => nome: x\nname: mycs", "nome", "did you mean 'name'" },
        { "name: mycs => name: mycs\nrootPassword: x", "rootPassword", "passwords never go into a spec" },
        { "primary: prod\n => ", "primary", "is missing" },
        { "primary: prod => primary: prd", "primary", "did you mean 'prod'" },
        { "primary: prod => primary: mars", "primary", "is not one of the sites prod, dr" },
        { "primary: prod => primary: {site: prod}", "primary", "must be a text" },
        { "name: prod\n => name: Prod\n", "sites[0].name", "lower-case" },
        { "name: prod\n => name: default\n", "sites[0].name", "is reserved" },
        { "name: prod\n => name: prod-\n", "sites[0].name", "lower-case letters" },
        { "name: prod\n => name: " + new string('p', 33) + "\n", "sites[0].name", "at most 32" },
        { "- name: dr => - name: prod\n    #", "sites[1].name", "also that of site prod" },
        { "- name: dr\n    namespace => - namespace", "sites[1].name", "is missing" },
        { "- name: dr => - 7\n  - name: dr", "sites[1]", "must be a mapping" },
        { "namespace: mysql-dr => namespace: mysql-prod", "sites[1].namespace", "share the zone cluster.local" },
        { "namespace: mysql-dr => namespace: kube-system", "sites[1].namespace", "is reserved" },
        { "namespace: mysql-dr => namespace: MySQL", "sites[1].namespace", "is not a namespace" },
        { "namespace: mysql-dr\n => meshId: 3\n", "sites[1].namespace", "is missing" },
        { "namespace: mysql-dr => namespace: mysql-dr\n    meshId: 0", "sites[1].meshId", "outside 1-255" },
        { "namespace: mysql-dr => namespace: mysql-dr\n    meshId: 1", "sites[1].meshId", "also that of site prod" },
        { "namespace: mysql-dr => namespace: mysql-dr\n    meshId: two", "sites[1].meshId", "is not a whole number" },
        { "namespace: mysql-dr => namespace: mysql-dr\n    dnsNodePort: 80", "sites[1].dnsNodePort", "outside 30000-32767" },
        { "namespace: mysql-dr => namespace: mysql-dr\n    dnsNodePort: 32380", "sites[1].dnsNodePort", "cluster mesh" },
        { "namespace: mysql-dr => namespace: mysql-dr\n    nodePort: 30054", "sites[1].nodePort", "did you mean 'dnsNodePort'" },
        { "cluster: {name: dr, joinAs: myreplica, instances: 3, baseServerId: 200, routers: 1} => cluster: ~", "sites[1].cluster", "is missing" },
        { "cluster: {name: dr, joinAs: myreplica, instances: 3, baseServerId: 200, routers: 1} => cluster: dr", "sites[1].cluster", "must be a mapping" },
        { "name: prd => name: 1prd", "sites[0].cluster.name", "a letter first" },
        { "name: prd => name: " + new string('c', 29), "sites[0].cluster.name", "at most 28" },
        { "name: prd => name: dr", "sites[1].cluster.name", "also that of site prod" },
        { "joinAs: myreplica => joinAs: PRD", "sites[1].cluster.joinAs", "would also be the name of site prod" },
        { "joinAs: myreplica => joinAs: my replica", "sites[1].cluster.joinAs", "is not a ClusterSet name" },
        { "instances: 3 => instances: 0", "sites[0].cluster.instances", "outside 1-9" },
        { "instances: 3 => instances: 10", "sites[0].cluster.instances", "outside 1-9" },
        { "instances: 3 => instances: 2.5", "sites[0].cluster.instances", "is not a whole number" },
        { "instances: 3 => instances: '3'", "sites[0].cluster.instances", "is not a whole number" },
        { "routers: 1 => routers: 0", "sites[0].cluster.routers", "outside 1-99" },
        { "baseServerId: 100 => baseServerId: 0", "sites[0].cluster.baseServerId", "outside 1-4000000000" },
        { "baseServerId: 100 => baseServerId: 4000000001", "sites[0].cluster.baseServerId", "outside" },
        { "baseServerId: 100 => baseServerId: 99999999999999999999", "sites[0].cluster.baseServerId", "is not a whole number" },
        { "baseServerId: 200 => baseServerId: 101", "sites[1].cluster.baseServerId", "101 overlaps prd (100-102)" },
        { "baseServerId: 200 => baseServerId: 98", "sites[1].cluster.baseServerId", "98 overlaps prd (100-102)" },
        { "baseServerId: 200, => ", "sites[1].cluster.baseServerId", "is missing" },
        { "instances: 3 => version: nine, instances: 3", "sites[0].cluster.version", "such as 9.7.0" },
        { "instances: 3 => storageSize: 10 GB, instances: 3", "sites[0].cluster.storageSize", "such as 10Gi" },
        { "instances: 3 => storageClass: Fast SSD, instances: 3", "sites[0].cluster.storageClass", "is not a Kubernetes name" },
        { "instances: 3 => replicas: 3", "sites[0].cluster.replicas", "is not a key here" },
        { "secretName: mypwds => secretName: My_Pwds", "credentials.secretName", "is not a Kubernetes name" },
        { "secretName: mypwds => secretName: prd-router", "credentials.secretName", "the operator's own Secret" },
        { "secretName: mypwds => rootPassword: hunter2", "credentials.rootPassword", "passwords never go into a spec" },
        { "credentials: {secretName: mypwds} => credentials: mypwds", "credentials", "must be a mapping" },
        { "mode: connect => mode: join", "mesh.mode", "is not one of connect, existing, none" },
        { "mode: connect => mod: connect", "mesh.mod", "did you mean 'mode'" },
        { "mode: forward => mode: on", "dns.mode", "is not one of forward, none" },
        { "nodePort: 30053 => nodePort: 53", "dns.nodePort", "outside 30000-32767" },
        { "nodePort: 30053 => nodePort: 32379", "sites[0].dnsNodePort", "cluster mesh" },
        { "mode: observe => mode: auto", "failover.mode", "is not one of off, observe, recommend, automatic" },
        { "maxDataLoss: 5s => maxDataLoss: 5", "failover.maxDataLoss", "is not a time" },
        { "maxDataLoss: 5s => maxDataLoss: -5s", "failover.maxDataLoss", "is not a time" },
        { "delay: 60s => delay: 1s", "failover.delay", "1s is outside 15s-24h" },
        { "preference: [prod] => preference: prod", "failover.preference", "must be a list" },
        { "preference: [prod] => preference: [moon]", "failover.preference[0]", "is not one of the sites" },
        { "preference: [prod] => preference: [prod, prod]", "failover.preference[1]", "is there twice" },
        { "preference: [prod] => preference: [[prod]]", "failover.preference", "must be a list of texts" },
        { "preference: [prod] => drill: on sundays", "failover.drill", "is no cron expression" },
        { "preference: [prod] => drill: 0 4 * * 0", "failover.drill", "write seconds, minutes, hours" },
        { "preference: [prod] => drill: 0 0 4 ? * SUN 1999", "failover.drill", "never comes again" },
        { "preference: [prod] => drill: [0]", "failover.drill", "must be a text" },
        { "preference: [prod] => preference: {prod: 1}", "failover.preference", "must be a list" },
        { "mode: observe => mode: [observe]", "failover.mode", "must be one of off, observe, recommend, automatic" },
        { "delay: 60s => delay: 1 minute", "failover.delay", "is not a time" },
        { "delay: 60s => delay: 25h", "failover.delay", "25h is outside 15s-24h" },
        { "delay: 60s => delay: [60s]", "failover.delay", "must be a time" },
        { "maxDataLoss: 5s => maxDataLoss: 1.5s", "failover.maxDataLoss", "is not a time" },
        { "maxDataLoss: 5s => maxDataLoss: 2d", "failover.maxDataLoss", "is not a time" },
        { "maxDataLoss: 5s => maxDataloss: 5s", "failover.maxDataloss", "did you mean 'maxDataLoss'" },
        { "failover: {mode: observe, maxDataLoss: 5s, delay: 60s, preference: [prod]} => failover: observe", "failover", "must be a mapping" },
        { "failover: { => failOver: {", "failOver", "did you mean 'failover'" },
        { "primary: prod => primary: prod\nrepair: auto", "repair", "is not one of none, automatic" },
        { "primary: prod => primary: prod\nrepair: true", "repair", "'true' is not one of none, automatic" },
        { "primary: prod => primary: prod\nrepair: {mode: automatic}", "repair", "must be one of none, automatic" },
        { "primary: prod => primary: Prod", "primary", "did you mean 'prod'" },
        { "primary: prod => primary: ''", "primary", "is empty" },
        { "name: mycs => name: -mycs", "name", "is not a ClusterSet name" },
        { "name: mycs => name: my/cs", "name", "is not a ClusterSet name" },
        { "name: mycs => name: ~", "name", "is missing" },
        { "name: prod\n => name: pr_od\n", "sites[0].name", "is not a Cilium cluster name" },
        { "name: prod\n => name: prod.eu\n", "sites[0].name", "is not a Cilium cluster name" },
        { "namespace: mysql-dr => namespace: kube-public", "sites[1].namespace", "is reserved" },
        { "namespace: mysql-dr => namespace: default", "sites[1].namespace", "is reserved" },
        { "namespace: mysql-dr => namespace: mysql.dr", "sites[1].namespace", "is not a namespace" },
        { "namespace: mysql-dr => namespace: -dr", "sites[1].namespace", "is not a namespace" },
        { "namespace: mysql-dr => namespace: mysql-dr\n    meshId: 256", "sites[1].meshId", "outside 1-255" },
        { "namespace: mysql-dr => namespace: mysql-dr\n    dnsNodePort: 32768", "sites[1].dnsNodePort", "outside 30000-32767" },
        { "namespace: mysql-dr => namespace: mysql-dr\n    kubeconfig: /root/.kube/config", "sites[1].kubeconfig", "is not a key here" },
        { "name: prd => name: Prd", "sites[0].cluster.name", "is not an InnoDBCluster name" },
        { "name: prd => name: prd-", "sites[0].cluster.name", "is not an InnoDBCluster name" },
        { "joinAs: myreplica => joinAs: prd", "sites[1].cluster.joinAs", "would also be the name of site prod" },
        { "instances: 3 => instances: -1", "sites[0].cluster.instances", "outside 1-9" },
        { "instances: 3 => instances: three", "sites[0].cluster.instances", "is not a whole number" },
        { "routers: 1 => routers: 100", "sites[0].cluster.routers", "outside 1-99" },
        { "baseServerId: 200 => baseServerId: 102", "sites[1].cluster.baseServerId", "102 overlaps prd (100-102)" },
        { "instances: 3 => version: 9.7, instances: 3", "sites[0].cluster.version", "such as 9.7.0" },
        { "instances: 3 => storageSize: -1Gi, instances: 3", "sites[0].cluster.storageSize", "such as 10Gi" },
        { "joinAs: myreplica => joinAs: myreplica, routerTarget: nearest", "sites[1].cluster.routerTarget", "primary, own" },
        { "joinAs: myreplica => joinAs: myreplica, existingData: delete", "sites[1].cluster.existingData", "refuse, discard" },
        { "joinAs: myreplica, instances: 3, baseServerId: 200, routers: 1} => existingData: discard, joinAs: myreplica, baseServerId: 200}\nrepair: automatic", "sites[1].cluster.existingData", "must not discard" },
        { "secretName: mypwds => secretName: dr-backup", "credentials.secretName", "the operator's own Secret for cluster dr" },
        { "secretName: mypwds => secretname: mypwds", "credentials.secretname", "did you mean 'secretName'" },
        { "mesh: {mode: connect} => mesh: connect", "mesh", "must be a mapping" },
        { "nodePort: 30053 => nodePort: 30053.5", "dns.nodePort", "is not a whole number" },
        { "dns: {mode: forward, nodePort: 30053} => dns: [forward]", "dns", "must be a mapping" },
    };

    public static string Changed(string change)
    {
        if (change.StartsWith("= ", StringComparison.Ordinal))
            return change[2..];
        var parts = change.Split(" => ");
        var at = Good.IndexOf(parts[0], StringComparison.Ordinal);
        Assert.True(at >= 0, $"the good spec has no '{parts[0]}'");
        return new StringBuilder(Good).Remove(at, parts[0].Length).Insert(at, parts[1]).ToString();
    }
}
