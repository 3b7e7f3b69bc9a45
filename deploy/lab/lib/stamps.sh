# shellcheck shell=bash
# A build is done again only when the content of its inputs has changed.

hash_of() { printf '%s\0' "$@" | sha256sum | cut -c1-16; }

# hash_files <paths>: of names and contents; build output folders are left out.
hash_files() {
  find "$@" \( -name bin -o -name obj \) -prune -o -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0r sha256sum | sha256sum | cut -c1-16
}

# The functions that build a thing are inputs of it as well.
hash_code() { declare -f "$@" | sha256sum | cut -c1-16; }

is_fresh() { [ "$(cat "$STAMPS/$1" 2>/dev/null)" = "$2" ]; }
stamp() { mkdir -p "$STAMPS"; printf '%s' "$2" >"$STAMPS/$1"; }
