# shellcheck shell=sh disable=SC2154 # the parameters and the other files come with this text
# The package manager apt (1.1 and later: Debian 9, Ubuntu 16.04), for document `os-package`.

apt_is_here() {
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null
}

apt_installed() {
  # shellcheck disable=SC2016 # dpkg's own variables
  dpkg-query -W -f '${db:Status-Status} ${Version}\n' "$SSM_PackageName" 2>/dev/null | sed -n 's/^installed //p'
}

# Half installed, or not configured, is there all the same: taken for nothing it would be removed on the way back.
apt_there() {
  # shellcheck disable=SC2016 # dpkg's own variables
  dpkg-query -W -f '${db:Status-Status} ${Version}\n' "$SSM_PackageName" 2>/dev/null |
    sed -n '/^not-installed /d;/^config-files /d;s/^[a-z-]* //p'
}

apt_held() {
  apt-mark showhold "$SSM_PackageName" 2>/dev/null | grep -q .
}

# No question is asked, whoever would, and no other service is restarted.
quietly() (
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l NEEDRESTART_SUSPEND=1 UCF_FORCE_CONFFOLD=1
  export APT_LISTCHANGES_FRONTEND=none APT_LISTBUGS_FRONTEND=none
  "$@"
)

# Names are names and no patterns, a configuration file that was changed stays, and nothing is added that is not needed.
apt_get() {
  mkdir -p "$work/archives/partial"
  quietly timeout -k 30 "$RUN_SECONDS" apt-get -q -y -o Dpkg::Use-Pty=0 -o APT::Cmd::Pattern-Only=true \
    -o DPkg::Lock::Timeout=0 -o Dir::Cache::archives="$work/archives" --no-install-recommends \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

apt_is_broken() {
  [ -n "$(dpkg --audit 2>&1)" ]
}

apt_complete() {
  quietly in_own_session timeout -k 30 "$RUN_SECONDS" dpkg --force-confdef --force-confold --configure -a
}

# A list that cannot be read or trusted is an error; apt-get itself would warn and go on with the old one.
apt_refresh() {
  set -- -o APT::Update::Error-Mode=any # apt 2.1.8 and later
  if [ -n "$SSM_Repository" ]; then
    list=$(apt_list "$(apt-config shell directory Dir::Etc/d | sed "s/^directory='\(.*\)'$/\1/")")
    [ -n "$list" ] || { echo "E: there is no sources.list.d/$SSM_Repository.list or .sources" && return 1; }
    set -- "$@" -o Dir::Etc::sourcelist="$list" -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0
  fi
  apt_get "$@" update && ! grep -Eq 'Failed to fetch|signature verification' "$work/output"
}

# apt_list DIRECTORY: the file that the repository is in.
apt_list() {
  for file in "$1/sources.list.d/$SSM_Repository.sources" "$1/sources.list.d/$SSM_Repository.list"; do
    if [ -f "$file" ]; then printf %s "$file" && return; fi
  done
}

apt_put() {
  apt_get --no-remove --allow-downgrades --reinstall "$@"
}

apt_fetch() {
  apt_put --download-only install "$SSM_PackageName=$1"
}

apt_install() {
  apt_put --no-download install "$SSM_PackageName=$1"
}

# The file lies in the cache too: of a version that the repository still lists, apt-get would download it once more.
apt_return_to() {
  file=$(apt_kept "$1")
  [ -z "$file" ] || { mkdir -p "$work/archives" && cp "$file" "$work/archives/"; }
  apt_put install "${file:-$SSM_PackageName=$1}"
}

apt_remove() {
  apt_get remove "$SSM_PackageName"
}

apt_kept() {
  for file in "$root/packages/${SSM_PackageName}_$(printf %s "$1" | sed 's/:/%3a/')"_*.deb; do
    if [ -f "$file" ]; then printf %s "$file" && return; fi
  done
}

apt_keep() {
  (cd "$work" && apt_get download "$SSM_PackageName=$1" && mv ./*.deb "$root/packages/")
}

apt_store() {
  for file in "$work/archives/${SSM_PackageName}_"*.deb; do [ ! -f "$file" ] || mv -f "$file" "$root/packages/"; done
}

apt_locked() {
  grep -Eq 'Could not get lock|Unable to (acquire|lock)|locked by another process' "$work/output"
}

apt_why() {
  if grep -Eq 'was not found|Unable to locate package|no installation candidate' "$work/output"; then
    echo PACKAGE_NOT_FOUND
  elif grep -Eq 'Failed to fetch|Unable to fetch|cannot be authenticated' "$work/output"; then
    echo REPOSITORY_FAILED
  else
    echo PACKAGE_FAILED
  fi
}
