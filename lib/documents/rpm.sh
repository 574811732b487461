# shellcheck shell=sh disable=SC2154 # the parameters and the other files come with this text
# What dnf, yum and zypper have in common for document `os-package`: rpm below them.

# What rpm calls a version is [epoch:]version-release; an epoch of 0 is none.
rpm_installed() {
  rpm -q --qf '%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\n' "$SSM_PackageName" 2>/dev/null | sed -n '/ /d;s/^0://;$p'
}

rpm_kept() {
  for file in "$root/packages/$SSM_PackageName-${1#*:}".*.rpm; do
    if [ -f "$file" ]; then printf %s "$file" && return; fi
  done
}

# rpm_move DIRECTORY VERSION: where a package file was downloaded to.
rpm_move() {
  find "$1" -name "$SSM_PackageName-${2#*:}.*.rpm" -exec mv -f {} "$root/packages/" ';' 2>/dev/null
  [ -n "$(rpm_kept "$2")" ]
}

# rpm needs no finishing: a package whose transaction was cut off is simply installed again.
rpm_is_broken() {
  return 1
}
