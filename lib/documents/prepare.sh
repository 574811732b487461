# shellcheck shell=sh disable=SC2154 # the parameters, node.sh, attempt.sh, session.sh and package.sh come with this text
# Document `package`, the foreground: looks, downloads, checks and unpacks. A cancel or timeout kills its process group,
# and nothing has changed by then. The switch is left to a session of its own.

DOWNLOAD_SECONDS=300
LARGEST_ARTIFACT=4194304 # blocks of 512 bytes: 2 GiB

# https, or http to this machine itself; nothing that a shell, curl's globbing or its configuration could take apart.
is_safe_url() {
  case $1 in *[!!-~]* | *[\"\\\`\<\>]*) return 1 ;; esac
  authority=${1#http*://}
  authority=${authority%%[/?#]*}
  case $authority in '' | *@*) return 1 ;; esac
  port=${authority##*[!0-9]}
  case $1 in
    https://*) ;;
    http://*) case ${authority%":$port"} in 127.0.0.1 | localhost) ;; *) return 1 ;; esac ;;
    *) return 1 ;;
  esac
}

download() ( # a subshell, for the limit to stay in it
  redirects=5 protocols='=https'
  case $url in http:*) redirects=0 protocols='=http' ;; esac
  ulimit -f "$LARGEST_ARTIFACT"
  if command -v curl >/dev/null 2>&1; then # the URL may be signed: not on the command line, where all users see it
    printf 'url = "%s"\n' "$url" | curl --config - --fail --silent --show-error --globoff --location \
      --max-redirs "$redirects" --proto "$protocols" --proto-redir "$protocols" \
      --connect-timeout 20 --max-time "$DOWNLOAD_SECONDS" --output "$work/artifact"
  else
    set -- -q -T 20 -O "$work/artifact"
    case $(wget --help 2>&1) in *--max-redirect*) set -- "$@" --max-redirect="$redirects" ;; esac
    timeout -s KILL "$DOWNLOAD_SECONDS" wget "$@" "$url" || { echo "wget ended with $?" >&2 && return 1; }
  fi
)

sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum <"$1"
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 <"$1"
  else
    openssl dgst -sha256 -r <"$1"
  fi | cut -c 1-64
}

check_sum() {
  wanted=$(printf %s "$SSM_Sha256" | tr A-F a-f)
  found=$(sha256 "$work/artifact")
  [ "$found" = "$wanted" ] || { echo "SHA-256 is $found, not $wanted" >&2 && return 1; }
}

# Files, directories and links only, none outside of the archive's own directory. Symbolic links are looked at twice:
# absolute ones before unpacking, the others by where they lead once unpacked (tar itself does not write through them).
# Hard links outside: GNU tar makes them inside ones, busybox lists them as `-... name -> target`.
unpack() {
  { tar -tzf "$work/artifact" >"$work/names" && tar -tvzf "$work/artifact" >"$work/entries"; } || return 1
  if grep -Eq '^/|(^|/)\.\.(/|$)' "$work/names"; then echo 'an entry is absolute or has ..' >&2 && return 1; fi
  awk '!/^[-dlh]/ || /^l.* -> \// || /^[-h].* (link to|->) (\/|.*\.\.)/ { exit 1 }' "$work/entries" ||
    { echo 'an entry is a device or a link that leads outside' >&2 && return 1; }
  { mkdir "$work/unpacked" && tar -xzof "$work/artifact" -C "$work/unpacked"; } || return 1
  here=$(cd "$work/unpacked" && pwd -P)
  find "$here" -type l -print >"$work/links"
  while IFS= read -r found; do
    case $(readlink -f "$found") in "$here"/*) ;; *) echo 'a link leads outside' >&2 && return 1 ;; esac
  done <"$work/links"
}

prepare() {
  log "attempt $SSM_AttemptId: $SSM_Action to $SSM_Version"
  finish_when_tools_are_missing awk cut df find grep gzip readlink sed tail tar timeout tr
  begin_attempt
  if [ "$SSM_Action" != rollback ]; then
    log "downloading ${url%%\?*}"
    must DOWNLOAD_FAILED download
    must CHECKSUM_MISMATCH check_sum
    must UNPACK_FAILED unpack
  fi
  switch_in_own_session
}
