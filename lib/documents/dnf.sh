# shellcheck shell=sh disable=SC2154 # the parameters and the other files come with this text
# The package managers dnf (4) and yum (3, which takes the same words), for document `os-package`.

has_dnf() {
  command -v dnf >/dev/null
}

dnf_is_here() {
  command -v rpm >/dev/null && { has_dnf || command -v yum >/dev/null; }
}

dnf_installed() { rpm_installed; }
dnf_kept() { rpm_kept "$1"; }
dnf_is_broken() { rpm_is_broken; }

# dnf prints "name-0:1.0-1.*", dnf 5 "Package name: name", yum "0:name-1.0-1.*". The plugin may not be there.
dnf_held() {
  run_dnf -q versionlock list 2>/dev/null | sed 's/^Package name: *\(.*\)/\1-0/;s/^[0-9]*://' |
    awk -v name="$SSM_PackageName-" 'index($0, name) == 1 && substr($0, length(name) + 1) ~ /^[0-9*]/ { held = 1 }
      END { exit !held }'
}

# Waits for nobody: how long is for when_unlocked to say.
run_dnf() {
  if has_dnf; then
    set -- dnf --setopt=install_weak_deps=False --setopt=exit_on_lock=True "$@"
  else
    set -- yum --setopt=exit_on_lock=1 "$@"
  fi
  timeout -k 30 "$RUN_SECONDS" "$@"
}

dnf_refresh() {
  set -- makecache
  ! has_dnf || set -- --refresh makecache
  [ -z "$SSM_Repository" ] || set -- --disablerepo='*' --enablerepo="$SSM_Repository" \
    --setopt="$SSM_Repository.skip_if_unavailable=False" "$@"
  has_dnf || run_dnf -q clean expire-cache || return
  run_dnf -q "$@"
}

epoch() {
  case $1 in *:*) echo "${1%%:*}" ;; *) echo 0 ;; esac
}

# is_older VERSION OTHER: the higher epoch is newer, whatever the rest; `sort -V` knows none.
is_older() {
  if [ "$(epoch "$1")" = "$(epoch "$2")" ]; then
    [ "$(printf '%s\n%s\n' "${1#*:}" "${2#*:}" | sort -V | head -n 1)" = "${1#*:}" ]
  else
    [ "$(epoch "$1")" -lt "$(epoch "$2")" ]
  fi
}

# What takes the installed version to this one.
dnf_verb() {
  there=$(rpm_installed)
  if [ "$there" = "$1" ]; then
    echo reinstall
  elif is_older "$1" "$there"; then
    echo downgrade
  else
    echo install
  fi
}

# Signatures are checked as the repository says: by dnf when it downloads, by yum when it installs from its cache.
dnf_fetch() {
  set -- "$(dnf_verb "$1")" --downloadonly "$SSM_PackageName-$1"
  ! has_dnf || set -- "$@" --downloaddir="$work/archives"
  run_dnf -y "$@"
}

dnf_install() {
  if has_dnf; then
    run_dnf -y --disablerepo='*' "$(dnf_verb "$1")" "$work"/archives/*.rpm
  else
    run_dnf -y -C "$(dnf_verb "$1")" "$SSM_PackageName-$1"
  fi
}

dnf_return_to() {
  file=$(rpm_kept "$1")
  if [ -n "$file" ]; then
    run_dnf -y --disablerepo='*' "$(dnf_verb "$1")" "$file"
  else
    run_dnf -y "$(dnf_verb "$1")" "$SSM_PackageName-$1"
  fi
}

dnf_remove() {
  run_dnf -y --setopt=clean_requirements_on_remove=False remove "$SSM_PackageName"
}

# yum checks no signature of what it only downloads: nothing of it is kept.
dnf_keep() {
  has_dnf && run_dnf -y reinstall --downloadonly --downloaddir="$work/old" "$SSM_PackageName-$1" && rpm_move "$work/old" "$1"
}

dnf_store() {
  ! has_dnf || rpm_move "$work/archives" "$1"
}

dnf_locked() {
  [ "$status" = 200 ] || grep -Eq "already locked by|transaction lock" "$work/output"
}

dnf_why() {
  if grep -Eiq 'No match for|Unable to find a match|No package .* available|package .* not available|Nothing to do' "$work/output"; then
    echo PACKAGE_NOT_FOUND
  elif grep -Eiq 'Error downloading|Failed to download|Cannot (download|retrieve)|GPG|not signed' "$work/output"; then
    echo REPOSITORY_FAILED
  else
    echo PACKAGE_FAILED
  fi
}
