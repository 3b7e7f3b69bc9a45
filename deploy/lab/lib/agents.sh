# shellcheck shell=bash
# The site's agents, by real Helm from the chart deploy/charts/site-agents.

AGENTS_CHART=$REPO/deploy/charts/site-agents

operator_manifest() { realpath "${LAB_OPERATOR_MANIFEST:-$HERE/stand-ins/operator/deploy.yaml}"; }
