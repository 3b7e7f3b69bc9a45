CREATE DATABASE mysql_innodb_cluster_metadata DEFAULT CHARACTER SET utf8mb4;

USE mysql_innodb_cluster_metadata;

CREATE TABLE clustersets (
  clusterset_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci PRIMARY KEY,
  domain_name VARCHAR(63) NOT NULL,
  options JSON, attributes JSON, router_options JSON,
  topology_type ENUM('SINGLE-PRIMARY-STAR')) ROW_FORMAT = DYNAMIC;

CREATE TABLE clusters (
  cluster_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci PRIMARY KEY,
  cluster_name VARCHAR(63) NOT NULL UNIQUE,
  description TEXT, options JSON, attributes JSON,
  cluster_type ENUM('gr', 'ar') NOT NULL,
  primary_mode ENUM('pm', 'mm') NOT NULL DEFAULT 'pm',
  router_options JSON,
  clusterset_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci) ROW_FORMAT = DYNAMIC;

CREATE TABLE instances (
  instance_id INT UNSIGNED AUTO_INCREMENT,
  cluster_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
  address VARCHAR(265) CHARACTER SET ascii COLLATE ascii_general_ci,
  mysql_server_uuid CHAR(36) NOT NULL,
  instance_name VARCHAR(265) NOT NULL,
  addresses JSON NOT NULL, attributes JSON, description TEXT,
  instance_type ENUM('group-member', 'async-member', 'read-replica') NOT NULL,
  PRIMARY KEY (instance_id, cluster_id),
  FOREIGN KEY (cluster_id) REFERENCES clusters (cluster_id)) ROW_FORMAT = DYNAMIC;

CREATE TABLE async_cluster_views (
  cluster_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
  view_id INT UNSIGNED NOT NULL,
  topology_type ENUM('SINGLE-PRIMARY-TREE'),
  view_change_reason VARCHAR(32) NOT NULL, view_change_time TIMESTAMP(6) NOT NULL, view_change_info JSON NOT NULL, attributes JSON NOT NULL,
  PRIMARY KEY (cluster_id, view_id), INDEX (view_id),
  FOREIGN KEY (cluster_id) REFERENCES clusters (cluster_id)) ROW_FORMAT = DYNAMIC;

CREATE TABLE async_cluster_members (
  cluster_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
  view_id INT UNSIGNED NOT NULL, instance_id INT UNSIGNED NOT NULL, master_instance_id INT UNSIGNED,
  primary_master BOOL NOT NULL, attributes JSON NOT NULL,
  PRIMARY KEY (cluster_id, view_id, instance_id), INDEX (view_id), INDEX (instance_id),
  FOREIGN KEY (cluster_id, view_id) REFERENCES async_cluster_views (cluster_id, view_id)) ROW_FORMAT = DYNAMIC;

CREATE TABLE clusterset_views (
  clusterset_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
  view_id BIGINT UNSIGNED NOT NULL,
  topology_type ENUM('SINGLE-PRIMARY-TREE'),
  view_change_reason VARCHAR(32) NOT NULL, view_change_time TIMESTAMP(6) NOT NULL, view_change_info JSON NOT NULL, attributes JSON NOT NULL,
  PRIMARY KEY (clusterset_id, view_id), INDEX (view_id),
  FOREIGN KEY (clusterset_id) REFERENCES clustersets (clusterset_id)) ROW_FORMAT = DYNAMIC;

CREATE TABLE clusterset_members (
  clusterset_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
  view_id BIGINT UNSIGNED NOT NULL,
  cluster_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
  master_cluster_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci,
  primary_cluster BOOL NOT NULL, attributes JSON NOT NULL,
  PRIMARY KEY (clusterset_id, view_id, cluster_id), INDEX (view_id), INDEX (cluster_id),
  FOREIGN KEY (clusterset_id, view_id) REFERENCES clusterset_views (clusterset_id, view_id)) ROW_FORMAT = DYNAMIC;

CREATE TABLE routers (
  router_id INT UNSIGNED PRIMARY KEY AUTO_INCREMENT,
  router_name VARCHAR(265) NOT NULL,
  product_name VARCHAR(128) NOT NULL,
  address VARCHAR(256) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
  version VARCHAR(12), last_check_in TIMESTAMP NULL, attributes JSON,
  cluster_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci,
  options JSON,
  clusterset_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci,
  UNIQUE KEY (address, router_name)) ROW_FORMAT = DYNAMIC;

CREATE TABLE router_stats (
  router_id INT UNSIGNED PRIMARY KEY,
  last_check_in TIMESTAMP NULL,
  FOREIGN KEY (router_id) REFERENCES routers (router_id) ON DELETE CASCADE) ROW_FORMAT = DYNAMIC;

CREATE TABLE router_rest_accounts (
  cluster_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
  user VARCHAR(256) NOT NULL,
  authentication_method VARCHAR(64) NOT NULL DEFAULT 'modular_crypt_format',
  authentication_string TEXT CHARACTER SET ascii COLLATE ascii_general_ci,
  description VARCHAR(255), privileges JSON, attributes JSON,
  PRIMARY KEY (cluster_id, user)) ROW_FORMAT = DYNAMIC;

CREATE TABLE routing_guidelines (
  guideline_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci PRIMARY KEY,
  name VARCHAR(63) NOT NULL UNIQUE,
  guideline JSON,
  clusterset_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci,
  cluster_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci,
  last_update TIMESTAMP NULL, default_guideline BOOL NOT NULL,
  FOREIGN KEY (clusterset_id) REFERENCES clustersets (clusterset_id),
  FOREIGN KEY (cluster_id) REFERENCES clusters (cluster_id)) ROW_FORMAT = DYNAMIC;
