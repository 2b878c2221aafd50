# Sourced by packaging/run and packaging/test: installs what is missing, configures and builds build/release.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export LANG=${LANG:-C.UTF-8}

# Installs the packages of packages.txt that are not there yet.
install_missing() {
  local name missing=() as_root=()
  while read -r name; do
    [[ -z $name || $name == \#* ]] && continue
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || missing+=("$name")
  done < "$root/packaging/packages.txt"
  [[ ${#missing[@]} -eq 0 ]] && return
  echo "Installing: ${missing[*]}" >&2
  if [[ $(id -u) -ne 0 ]]; then
    command -v sudo >/dev/null || { echo "These packages are missing and need root to install: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# build TARGET...: nothing given builds everything.
build() {
  cd "$root"
  [[ -f build/release/build.ninja ]] || cmake --preset release >&2
  cmake --build build/release ${1:+--target "$@"} >&2
}
