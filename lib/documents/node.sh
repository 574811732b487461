# shellcheck shell=sh
# What the documents `package` and `report` share: how a script learns about the node that it runs on.
# POSIX sh (dash, busybox, bash). No parameter is evaluated, except the administrator's own commands by `sh -c`.
set -u
umask 022
LC_ALL=C

COMMAND_SECONDS=20 # a version or health command that takes longer has not answered

# Base64url to text.
decode() {
  text=$(printf %s "$1" | tr '_-' '/+')
  case $((${#text} % 4)) in
    2) text="$text==" ;;
    3) text="$text=" ;;
  esac
  if command -v base64 >/dev/null 2>&1; then
    printf %s "$text" | base64 -d
  else
    printf %s "$text" | openssl base64 -d -A
  fi
}

# A JSON string of at most $2 characters; what is not printable ASCII is left out.
json() {
  printf '"%s"' "$(printf %s "$1" | tr -d '\000-\037\177-\377' | cut -c "1-$2" | sed 's/[\\"]/\\&/g')"
}

# A reported version in JSON: null when the agent did not answer.
json_version() {
  if [ -n "$1" ]; then json "$1" 64; else printf null; fi
}

# is_word VALUE CHARACTERS LENGTH: one plain word that starts with a letter or a digit.
is_word() {
  [ "${#1}" -le "$3" ] || return 1
  # shellcheck disable=SC2254 # the characters are a pattern
  case $1 in '' | [!A-Za-z0-9]* | *[!$2]*) return 1 ;; esac
}

is_encoded() {
  case $1 in *[!A-Za-z0-9_-]*) return 1 ;; esac
}

# Sets root, attempt and the administrator's commands. Fails with the name of the first unacceptable one in `bad`.
take_common_parameters() {
  bad=AgentType && is_word "$SSM_AgentType" 'A-Za-z0-9._-' 64 || return 1
  bad=VersionCommand && is_encoded "$SSM_VersionCommand" || return 1
  bad=HealthCommand && is_encoded "$SSM_HealthCommand" || return 1
  bad=InstallRoot && is_encoded "$SSM_InstallRoot" || return 1
  root=/opt/fleet-upgrade/$SSM_AgentType
  [ -z "$SSM_InstallRoot" ] || root=$(decode "$SSM_InstallRoot" 2>/dev/null)
  case $root in '' | / | -* | .. | ../* | */.. | */../* | *[![:print:]]*) return 1 ;; esac
  [ ! -d "$root" ] || root=$(cd "$root" && pwd -P)
  attempt=$root/attempts/$SSM_AttemptId
  version_command=$(decode "$SSM_VersionCommand")
  health_command=$(decode "$SSM_HealthCommand")
}

# The version that `current` points at. An upgrade over a broken copy of itself lives in `versions/<version>~`.
installed_version() {
  link=$(readlink "$root/current" 2>/dev/null)
  link=${link##*/}
  printf %s "${link%\~}"
}

# admin SECONDS COMMAND: one of the administrator's commands, in the agent's root and without the signed URL.
admin() (
  unset SSM_ArtifactUrl
  FLEET_ROOT=$root FLEET_VERSION=$(installed_version)
  export FLEET_ROOT FLEET_VERSION
  [ ! -d "$root" ] || cd "$root" || exit 1
  exec timeout -s KILL "$1" sh -c "$2" </dev/null
)

# Sets version (what the agent itself reports; empty when it does not answer) and healthy (true or false).
# Without a version command the version is what is installed: weaker, since nothing has answered.
measure() {
  if [ -n "$version_command" ]; then
    version=$(admin "$COMMAND_SECONDS" "$version_command" | sed -n '1s/^[[:space:]]*//;1s/[[:space:]]*$//;1p')
  else
    version=$(installed_version)
  fi
  healthy=false
  [ -n "$version" ] || return 0
  if [ -z "$health_command" ] || admin "$COMMAND_SECONDS" "$health_command" >/dev/null; then healthy=true; fi
}

# "<pid>:<start time>" of a living process, so that a later one with the same number is not taken for it.
process() {
  if [ ! -d /proc/self ]; then
    kill -0 "$1" 2>/dev/null && printf '%s:' "$1"
    return
  fi
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086 # words on purpose: after the name, which may hold spaces, come fields 3 to 52 of stat(5)
  set -- "$1" ${stat##*) }
  case $2 in Z | X) return 1 ;; esac
  printf '%s:%s' "$1" "${21}"
}

is_alive() {
  [ -n "$1" ] && [ "$(process "${1%%:*}")" = "$1" ]
}

content() {
  cat "$1" 2>/dev/null
}

# none | running | interrupted | done. The script in the foreground writes `begun`, the one that switches `switching`.
attempt_state() {
  if [ -f "$attempt/result" ]; then
    echo "done"
  elif [ ! -f "$attempt/begun" ]; then
    echo none
  elif is_alive "$(content "$attempt/begun")" || is_alive "$(content "$attempt/switching")"; then
    echo running
  elif [ -f "$attempt/result" ]; then # it ended while we looked
    echo "done"
  else
    echo interrupted
  fi
}

# result_line OUTCOME REASON MESSAGE; old, version and healthy are what the node reported before and last.
result_line() {
  printf '{"fleetUpgrade":1,"attemptId":%s,"outcome":"%s","reason":"%s","oldVersion":%s,"newVersion":%s,"healthy":%s,"message":%s}\n' \
    "$(json "$SSM_AttemptId" 128)" "$1" "$2" "$(json_version "$old")" "$(json_version "$version")" "$healthy" "$(json "$3" 300)"
}

# The result of an attempt whose processes are gone without one: cancelled, killed, or the node went down.
interrupted_line() {
  old=$(content "$attempt/old")
  measure
  result_line failed INTERRUPTED 'The attempt ended without a result; version and health are as of now.'
}
