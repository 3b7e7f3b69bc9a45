CREATE SQL SECURITY INVOKER VIEW schema_version (major, minor, patch) AS SELECT 2, 4, 0;

CREATE SQL SECURITY INVOKER VIEW v2_clusters AS
SELECT cluster_type, primary_mode, cluster_id, cluster_name, router_options FROM clusters;

CREATE SQL SECURITY INVOKER VIEW v2_gr_clusters AS
SELECT cluster_type, primary_mode, cluster_id, cluster_name, attributes ->> '$.group_replication_group_name' AS group_name,
       attributes, options, router_options, description, clusterset_id
FROM clusters WHERE cluster_type = 'gr';

CREATE SQL SECURITY INVOKER VIEW v2_instances AS
SELECT instance_id, cluster_id, instance_name AS label, mysql_server_uuid, address,
       addresses ->> '$.mysqlClassic' AS endpoint, addresses ->> '$.mysqlX' AS xendpoint,
       JSON_INSERT(attributes, '$.instance_type', instance_type) AS attributes, instance_type
FROM instances;

CREATE SQL SECURITY INVOKER VIEW v2_ar_clusters AS
SELECT v.view_id, c.cluster_type, c.primary_mode, v.topology_type AS async_topology_type, c.cluster_id, c.cluster_name,
       c.attributes, c.options, c.router_options, c.description, c.clusterset_id
FROM clusters c JOIN async_cluster_views v USING (cluster_id)
WHERE c.cluster_type = 'ar' AND v.view_id = (SELECT MAX(n.view_id) FROM async_cluster_views n WHERE n.cluster_id = c.cluster_id);

CREATE SQL SECURITY INVOKER VIEW v2_ar_members AS
SELECT m.view_id, i.cluster_id, i.instance_id, i.instance_name AS label, i.mysql_server_uuid AS member_id,
       CASE WHEN m.primary_master THEN 'PRIMARY' ELSE 'SECONDARY' END AS member_role,
       m.master_instance_id, s.mysql_server_uuid AS master_member_id
FROM async_cluster_members m
JOIN instances i ON i.cluster_id = m.cluster_id AND i.instance_id = m.instance_id
LEFT JOIN instances s ON s.instance_id = m.master_instance_id
WHERE m.view_id = (SELECT MAX(n.view_id) FROM async_cluster_views n WHERE n.cluster_id = m.cluster_id);

CREATE SQL SECURITY INVOKER VIEW v2_cs_clustersets AS
SELECT v.view_id, v.topology_type AS async_topology_type, s.clusterset_id, s.domain_name, s.attributes, s.options, s.router_options
FROM clustersets s JOIN clusterset_views v USING (clusterset_id)
WHERE v.view_id = (SELECT MAX(n.view_id) FROM clusterset_views n WHERE n.clusterset_id = s.clusterset_id);

CREATE SQL SECURITY INVOKER VIEW v2_cs_members AS
SELECT (SELECT MAX(n.view_id) FROM clusterset_views n WHERE n.clusterset_id = c.clusterset_id) AS view_id,
       c.clusterset_id, c.cluster_id, c.cluster_name,
       CASE m.primary_cluster WHEN 1 THEN 'PRIMARY' WHEN 0 THEN 'REPLICA' END AS member_role,
       m.master_cluster_id, (m.view_id IS NULL) AS invalidated
FROM clusters c
LEFT JOIN clusterset_members m ON m.cluster_id = c.cluster_id AND m.clusterset_id = c.clusterset_id
     AND m.view_id = (SELECT MAX(n.view_id) FROM clusterset_views n WHERE n.clusterset_id = c.clusterset_id)
WHERE c.clusterset_id IS NOT NULL;

CREATE SQL SECURITY INVOKER VIEW v2_this_instance AS
SELECT i.cluster_id, i.instance_id, i.instance_type, c.cluster_name, c.cluster_type
FROM instances i JOIN clusters c USING (cluster_id)
WHERE i.mysql_server_uuid = (SELECT CONVERT(variable_value USING utf8mb4) COLLATE utf8mb4_general_ci
                             FROM performance_schema.global_variables WHERE variable_name = 'server_uuid');

CREATE SQL SECURITY INVOKER VIEW v2_routers AS
SELECT router_id, cluster_id, router_name, product_name, address, version, last_check_in, attributes, options, clusterset_id FROM routers;

CREATE SQL SECURITY INVOKER VIEW v2_router_rest_accounts AS
SELECT cluster_id, user, authentication_method, authentication_string, description, privileges, attributes FROM router_rest_accounts;

CREATE SQL SECURITY INVOKER VIEW v2_cs_router_options AS
SELECT r.router_id, CONCAT(r.address, '::', r.router_name) AS router_label, r.clusterset_id,
       JSON_MERGE_PATCH(COALESCE(s.router_options, '{}'), COALESCE(r.options, '{}')) AS router_options
FROM routers r LEFT JOIN clustersets s USING (clusterset_id);

CREATE SQL SECURITY INVOKER VIEW v2_router_options AS
SELECT r.router_id, CONCAT(r.address, '::', r.router_name) AS router_label, r.cluster_id, r.clusterset_id,
       JSON_MERGE_PATCH(COALESCE(s.router_options, '{}'), COALESCE(c.router_options, '{}'), COALESCE(r.options, '{}')) AS router_options
FROM routers r
LEFT JOIN clustersets s ON s.clusterset_id = r.clusterset_id
LEFT JOIN clusters c ON c.cluster_id = r.cluster_id;
