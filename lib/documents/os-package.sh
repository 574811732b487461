# shellcheck shell=sh disable=SC2154 # the parameters and the other files come before this text
# Document `os-package`: upgrades an agent that is a package of the system, from the node's own repositories, or takes it
# back. <root>/packages keeps the package files of the running version and of the one before, as the way back;
# <root>/reported tells what the agent reported, and which version of the package that was.
#
# <manager>.sh has, for apt, dnf and zypper: _installed, _held, _is_broken and _complete (an interrupted run), _refresh,
# _fetch, _install, _return_to, _remove, _keep, _store, _kept (a file), and _locked and _why of a run that failed.

export LC_ALL # the managers' words are read
RUN_SECONDS=300 # a run of the package manager that takes longer has failed

# Not one that ends in a sign: apt-get reads `name=1.0-` as a wish to remove the package.
is_package_version() {
  case $1 in *[!A-Za-z0-9]) return 1 ;; esac
  is_word "$1" 'A-Za-z0-9._+~:^-' 128
}

# In place of the one in attempt.sh: packages have versions such as 1:2.3-1~deb12u1, and agents may report them.
is_version() {
  is_word "$1" 'A-Za-z0-9._+~:^-' 64
}

check_parameters() {
  check_attempt_parameters || return 1
  bad=PackageName && is_word "$SSM_PackageName" 'A-Za-z0-9.+_-' 128 || return 1
  case $SSM_PackageName in *-) return 1 ;; esac
  bad=Service && { [ -z "$SSM_Service" ] || is_word "$SSM_Service" 'A-Za-z0-9@._-' 128; } || return 1
  bad=Repository && { [ -z "$SSM_Repository" ] || is_word "$SSM_Repository" 'A-Za-z0-9._-' 128; } || return 1
  bad=Packages && is_encoded "$SSM_Packages" && [ -n "$SSM_Packages" ] || return 1
  packages=$(decode "$SSM_Packages") && manager='' && choose_version "$packages" || return 1
  find_manager
  choose_version "$packages"
  recall_version
}

# What of these this node has, with the distribution's own first; the one that has installed the agent wins.
find_manager() {
  case $(sed -n 's/^ID=//p;s/^ID_LIKE=//p' /etc/os-release) in
    *suse*) usual='zypper dnf apt' ;;
    *debian* | *ubuntu*) usual='apt dnf zypper' ;;
    *) usual='dnf zypper apt' ;;
  esac
  manager=''
  for found in $usual; do
    "${found}_is_here" || continue
    [ -n "$manager" ] || manager=$found
    if [ -n "$("${found}_installed")" ]; then manager=$found && return; fi
  done
}

# choose_version TEXT: of lines "<manager> <packageVersion> <reportedVersion>" the first one for this node's manager. Fails
# where any line is not acceptable.
choose_version() {
  package_version=''
  while IFS=' ' read -r kind packaged reported rest; do
    case $kind in apt | dnf | zypper) ;; *) return 1 ;; esac
    { is_package_version "$packaged" && is_package_version "$reported" && [ -z "$rest" ]; } || return 1
    { [ "$kind" = "$manager" ] && [ -z "$package_version" ]; } || continue
    package_version=$packaged SSM_Version=$reported
  done <<LINES
$1
LINES
}

# Of a version that is not in the catalogue it is only known what the agent reported when it ran it.
recall_version() {
  { [ "$SSM_Action" = rollback ] && [ "$package_version" = "$SSM_Version" ]; } || return 0
  recalled=$(awk -v reported="$SSM_Version" '$1 == reported { found = $2 } END { print found }' "$root/reported")
  [ -z "$recalled" ] || package_version=$recalled
}

# remember REPORTED VERSION
remember() {
  { is_version "$1" && is_package_version "$2"; } || return 0
  touch "$root/reported"
  { tail -n 19 "$root/reported" && echo "$1 $2"; } >"$work/reported"
  mv -f "$work/reported" "$root/reported"
}

# In place of the one in node.sh, for an agent that has no version command of its own.
installed_version() {
  installed
}

installed() {
  [ -z "$manager" ] || "${manager}_installed"
}

# What the way back leads to: also a package that is not cleanly installed, which only dpkg knows.
there() {
  if [ "$manager" = apt ]; then apt_there; else installed; fi
}

# In place of the one in attempt.sh: the package counts too, since a restart would run what is installed.
is_current() {
  [ "$version" = "$SSM_Version" ] && [ "$healthy" = true ] && [ "$(installed)" = "$package_version" ]
}

act packages
