# shellcheck shell=sh disable=SC2154 # the parameters and the other files come with this text
# The package manager zypper, for document `os-package`.

zypper_is_here() {
  command -v rpm >/dev/null && command -v zypper >/dev/null
}

zypper_installed() { rpm_installed; }
zypper_kept() { rpm_kept "$1"; }
zypper_is_broken() { rpm_is_broken; }

# Waits for nobody: how long is for when_unlocked to say. Of its ends, 102 and 103 are a success after which the node or
# zypper itself wants a restart.
run_zypper() {
  ZYPP_LOCK_TIMEOUT=0 timeout -k 30 "$RUN_SECONDS" zypper --non-interactive --pkg-cache-dir "$work/archives" "$@"
  ended=$?
  case $ended in 102 | 103) return 0 ;; *) return "$ended" ;; esac
}

# A lock names a package, or many by * and ?.
zypper_held() {
  run_zypper locks 2>/dev/null | awk -F '|' 'NR > 2 { gsub(/^ +| +$/, "", $2); print $2 }' | {
    while read -r pattern; do
      # shellcheck disable=SC2254 # a pattern
      case $SSM_PackageName in $pattern) exit 0 ;; esac
    done
    exit 1
  }
}

zypper_refresh() {
  run_zypper refresh ${SSM_Repository:+"$SSM_Repository"}
}

# zypper_put OPTION... PACKAGE: a solver that wants to break something gives up.
zypper_put() {
  run_zypper --no-refresh install --oldpackage --force --no-recommends --no-force-resolution "$@"
}

# The cache is emptied by the installation.
zypper_fetch() {
  zypper_put --download-only "$SSM_PackageName=$1" && mkdir -p "$work/new" &&
    find "$work/archives" -name '*.rpm' -exec cp {} "$work/new/" ';'
}

zypper_install() {
  zypper_put "$SSM_PackageName=$1"
}

# The signature of a kept file was checked when it was downloaded; that of the repository's list is not in it.
zypper_return_to() {
  file=$(rpm_kept "$1")
  if [ -n "$file" ]; then
    run_zypper --no-gpg-checks --no-refresh install --oldpackage --force --no-recommends --no-force-resolution "$file"
  else
    zypper_put "$SSM_PackageName=$1"
  fi
}

zypper_remove() {
  run_zypper --no-refresh remove "$SSM_PackageName"
}

zypper_keep() {
  run_zypper --no-refresh download "$SSM_PackageName=$1" && rpm_move "$work/archives" "$1"
}

zypper_store() {
  rpm_move "$work/new" "$1"
}

zypper_locked() {
  [ "$status" = 7 ]
}

zypper_why() {
  if [ "$status" = 104 ]; then
    echo PACKAGE_NOT_FOUND
  elif grep -Eiq 'Download .* failed|Failed to (download|provide)|Signature verification|Valid metadata not found' "$work/output"; then
    echo REPOSITORY_FAILED
  else
    echo PACKAGE_FAILED
  fi
}
