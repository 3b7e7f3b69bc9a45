# shellcheck shell=bash
# The suite's and the stand-ins' programs, from the table deploy/images/images.tsv: published on the host, packed in thin layers on
# registry.lab/dotnet:10. Each is keyed by the content of its project, of the projects it refers to, and of what is packed with it.

IMAGES=$REPO/deploy/images
APPS=$LAB/apps

# image_table: name, project, Dockerfile and tag of each program, a line each
image_table() { grep -v '^#' "$IMAGES/images.tsv"; }

# with_references <project folders>: the same and every project folder they refer to
with_references() {
  local queue=("$@") seen=" " folder reference
  while [ ${#queue[@]} -gt 0 ]; do
    folder=$(realpath "${queue[0]}"); queue=("${queue[@]:1}")
    [[ $seen == *" $folder "* ]] && continue
    seen="$seen$folder "
    while read -r reference; do queue+=("$(dirname "$folder/${reference//\\//}")"); done \
      < <(sed -n 's/.*<ProjectReference Include="\([^"]*\)".*/\1/p' "$folder"/*.csproj)
  done
  printf '%s' "$seen"
}

# program_inputs <project> <Dockerfile>: the hash over everything that goes into it
program_inputs() {
  local project=$1 dockerfile=$2 sources=() extras=()
  if [ "$project" != - ]; then
    read -ra sources <<<"$(with_references "$REPO/$project")"
    sources+=("$REPO"/Directory.*.props "$REPO/global.json")
  fi
  [ "$dockerfile" = host ] || sources+=("$IMAGES/$dockerfile")
  mapfile -t extras < <(extra_inputs "$project")
  hash_of "$(hash_files "${sources[@]}" "${extras[@]}")" "$(cat "$STAMPS/dotnet-image")" "${LAB_AGENT_MYSQLSH:-}" "$(hash_code pack_program add_extras run_program)"
}

cilium_chart() { realpath "${LAB_CILIUM_CHART:-$HERE/stand-ins/cilium/chart}"; }

# What is packed beside the program, and replaces a stand-in by the real product.
extra_inputs() {
  case $1 in
    services/MeshAgent) printf '%s\n' "$(cilium_chart)" "$STAMPS/kubectl" ;;
    */coredns) [ -z "${LAB_COREDNS:-}" ] || printf '%s\n' "$LAB_COREDNS" ;;
    */mysqlshell) [ -z "${LAB_MYSQLSH:-}" ] || printf '%s\n' "$LAB_MYSQLSH" ;;
  esac
}

# add_extras <name> <folder>: see the Dockerfile of that name
add_extras() {
  mkdir -p "$2"
  case $1 in
    mesh-agent) cp "$BIN/helm" "$2/helm"; cp -aL "$(cilium_chart)" "$2/cilium" ;;
    cilium) cp "$BIN/etcd" "$2/etcd"; cp -a "$HERE/stand-ins/cilium/commands" "$2/commands" ;;
    coredns) if [ -n "${LAB_COREDNS:-}" ]; then cp -L "$LAB_COREDNS" "$2/coredns"; else run_program >"$2/coredns"; fi; chmod 755 "$2/coredns" ;;
    mysqlsh) if [ -n "${LAB_MYSQLSH:-}" ]; then cp -L "$LAB_MYSQLSH" "$2/mysqlsh"; else run_program >"$2/mysqlsh"; fi; chmod 755 "$2/mysqlsh" ;;
  esac
}

# A script and not a link: docker's COPY follows links, and a copied host program looks for its .dll beside itself.
run_program() { printf '#!/bin/sh\nexec /app/program "$@"\n'; }

# base_image <name>: the MySQL agent can have its own mysqlsh instead of using the one in the MySQL pods
base_image() { [ "$1/${LAB_AGENT_MYSQLSH:-}" = mysql-agent/local ] && echo registry.lab/mysqlsh:lab || echo registry.lab/dotnet:10; }

build_programs() {
  local name project dockerfile tag inputs changed=() projects=""
  while IFS=$'\t' read -r name project dockerfile tag; do
    inputs=$(program_inputs "$project" "$dockerfile")
    program_is_built "$name" "$dockerfile" "$tag" "$inputs" && continue
    changed+=("$name	$project	$dockerfile	$tag	$inputs")
    [ "$project" = - ] || projects="$projects${projects:+;}$(echo "$REPO/$project"/*.csproj)"
  done < <(image_table)
  [ ${#changed[@]} -gt 0 ] || { echo "note: cached"; return 0; }
  [ -z "$projects" ] || publish_programs "$projects"
  local entry names=""
  for entry in "${changed[@]}"; do
    IFS=$'\t' read -r name project dockerfile tag inputs <<<"$entry"
    pack_program "$name" "$project" "$dockerfile" "$tag"
    stamp "program-$name" "$inputs"
    names="$names $name"
  done
  echo "note:$names"
}

program_is_built() {
  is_fresh "program-$1" "$4" || return 1
  if [ "$2" = host ]; then [ -d "$APPS/$1" ]; else docker image inspect "registry.lab/$1:$3" >/dev/null 2>&1; fi
}

publish_programs() {
  local project
  for project in ${1//;/ }; do rm -rf "$(dirname "$project")"/bin/Release/net10.0/{,*/}publish; done
  Projects=$1 dotnet build "$IMAGES/publish.proj" -v quiet -nologo -clp:NoSummary
}

# pack_program <name> <project> <Dockerfile> <tag>
pack_program() {
  local name=$1 project=$2 dockerfile=$3 tag=$4 context
  if [ "$dockerfile" = host ]; then
    rm -rf "${APPS:?}/$name.new"; mkdir -p "$APPS"
    cp -a "$(published "$project")" "$APPS/$name.new"
    ln -s "$(program_file "$project")" "$APPS/$name.new/program"
    rm -rf "${APPS:?}/$name"; mv "$APPS/$name.new" "$APPS/$name"
    return 0
  fi
  context=$(mktemp -d "$LAB/context.XXXXXX")
  if [ "$project" != - ]; then
    cp -a "$(published "$project")" "$context/app"
    ln -s "$(program_file "$project")" "$context/app/program"
  fi
  add_extras "$name" "$context/extra"
  docker_build "registry.lab/$name:$tag" --build-arg "BASE=$(base_image "$name")" -f "$IMAGES/$dockerfile" "$context"
  rm -rf "$context"
}

# program_file <project>: the file name of its executable
program_file() { basename "$(ls "$(published "$1")"/*.runtimeconfig.json)" .runtimeconfig.json; }

# published <project>: its folder, which lies deeper when the project names a runtime
published() { find "$REPO/$1/bin/Release/net10.0" -maxdepth 2 -type d -name publish | head -n 1; }
