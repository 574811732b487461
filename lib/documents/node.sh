# shellcheck shell=sh
# What the documents `package` and `report` share: how a script learns about the node that it runs on.
# POSIX sh (dash, busybox, bash). No parameter is evaluated, except the administrator's own commands by `sh -c`.
set -u
umask 022
LC_ALL=C

COMMAND_SECONDS=20 # a version or health command that takes longer has not answered
URL_SECONDS=5      # nor has a health URL
LOOPBACK=127.0.0.1,localhost,::1

# Base64url to text.
decode() {
  case $((${#1} % 4)) in 2) padding='==' ;; 3) padding='=' ;; *) padding='' ;; esac
  [ -z "$1" ] || printf %s "$1$padding" | tr '_-' '/+' |
    if command -v base64 >/dev/null 2>&1; then base64 -d; else openssl base64 -d -A; fi
}

# A JSON string of at most $2 characters; what is not printable ASCII is left out.
json() {
  case $1 in
    *[!A-Za-z0-9\ ,:\;._/~+-]*)
      printf '"%s"' "$(printf %s "$1" | tr -d '\000-\037\177-\377' | cut -c "1-$2" | sed 's/[\\"]/\\&/g')"
      ;;
    *) printf "\"%.$2s\"" "$1" ;; # no other process, since most are such ones
  esac
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

# is_number VALUE LEAST MOST: as one writes it, without leading zeros.
is_number() {
  case $1 in '' | *[!0-9]* | 0?*) return 1 ;; esac
  [ "${#1}" -le 6 ] && [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

# is_encoded VALUE [LENGTH]: base64url, no longer than the document admits.
is_encoded() {
  [ "${#1}" -le "${2:-4096}" ] && [ $((${#1} % 4)) != 1 ] || return 1
  case $1 in *[!A-Za-z0-9_-]*) return 1 ;; esac
}

# https, or http to this machine itself; nothing that a shell, curl's globbing or its configuration could take apart.
is_safe_url() {
  case $1 in *[!!-~]* | *[\"\\\`\<\>]*) return 1 ;; esac
  authority=${1#http*://}
  authority=${authority%%[/?#]*}
  case $authority in '' | *@*) return 1 ;; esac
  port=${authority##*[!0-9]}
  case $1 in
    https://*) ;;
    http://*) case ${authority%":$port"} in 127.0.0.1 | localhost | '[::1]') ;; *) return 1 ;; esac ;;
    *) return 1 ;;
  esac
}

# Sets root, attempt and how the agent is asked. Fails with the name of the first unacceptable one in `bad`.
take_common_parameters() {
  bad=AgentType && is_word "$SSM_AgentType" 'A-Za-z0-9._-' 64 || return 1
  bad=VersionCommand && is_encoded "$SSM_VersionCommand" && version_command=$(decode "$SSM_VersionCommand") || return 1
  bad=HealthCommand && is_encoded "$SSM_HealthCommand" && health_command=$(decode "$SSM_HealthCommand") || return 1
  bad=HealthUrl && is_encoded "$SSM_HealthUrl" 2048 && health_url=$(decode "$SSM_HealthUrl") || return 1
  [ -z "$health_url" ] || is_safe_url "$health_url" || return 1
  bad=InstallRoot && is_encoded "$SSM_InstallRoot" 1024 || return 1
  root=/opt/fleet-upgrade/$SSM_AgentType
  [ -z "$SSM_InstallRoot" ] || root=$(decode "$SSM_InstallRoot" 2>/dev/null) || return 1
  case $root in '' | / | -* | .. | ../* | */.. | */../* | *[![:print:]]*) return 1 ;; esac
  [ ! -d "$root" ] || root=$(cd "$root" && pwd -P)
  attempt=$root/attempts/$SSM_AttemptId
}

# The version that `current` points at. An upgrade over a broken copy of itself lives in `versions/<version>~`.
installed_version() {
  link=$(readlink "$root/current" 2>/dev/null)
  link=${link##*/}
  printf %s "${link%\~}"
}

# admin SECONDS COMMAND: one of the administrator's commands, in the agent's root and without the signed URLs.
admin() (
  unset SSM_Artifacts SSM_Proxy
  FLEET_ROOT=$root FLEET_VERSION=$(installed_version)
  export FLEET_ROOT FLEET_VERSION
  [ ! -d "$root" ] || cd "$root" || exit 1
  exec timeout -s KILL "$1" sh -c "$2" </dev/null
)

# What needs no proxy: the node's own exceptions too, in whose place curl takes this list.
without_proxy() {
  printf %s "$LOOPBACK${no_proxy:+,$no_proxy}${NO_PROXY:+,$NO_PROXY}"
}

# Does a GET of $1 end with 2xx, within 5 s? Without redirects. The URL is nobody's business, so it is not on the command line.
answers() {
  if command -v curl >/dev/null 2>&1; then
    case $(printf 'url = "%s"\n' "$1" | curl --config - --silent --globoff --proto '=http,https' --noproxy "$(without_proxy)" \
      --max-time "$URL_SECONDS" --output /dev/null --write-out '%{http_code}') in 2??) ;; *) return 1 ;; esac
  else
    no_proxy=$(without_proxy) timeout -s KILL "$URL_SECONDS" wget -q -O /dev/null "$1"
  fi
}

is_healthy() {
  if [ -n "$health_command" ]; then
    admin "$COMMAND_SECONDS" "$health_command" >/dev/null
  elif [ -n "$health_url" ]; then
    answers "$health_url"
  fi
}

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
  if is_healthy; then healthy=true; fi
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

# The first line of a file, of which all that we write have one.
content() {
  line=''
  { IFS= read -r line <"$1"; } 2>/dev/null
  printf %s "$line"
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
