# shellcheck shell=sh disable=SC2154 # the parameters and the other files come with this text
# Document `package`: which archive is for this node, is it the right one, and what is in it.

is_platform() {
  case $1 in linux/* | windows/* | any/*) ;; *) return 1 ;; esac
  case ${1#*/} in x86_64 | arm64 | any) ;; *) return 1 ;; esac
}

find_machine() {
  case $(uname -m) in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) machine=other ;;
  esac
}

# Sets fits: how well a platform and an architecture suit this node, 1 to 4; 0: not at all.
fit() {
  case $1 in
    "linux/$machine") fits=4 ;;
    linux/any) fits=3 ;;
    "any/$machine") fits=2 ;;
    any/any) fits=1 ;;
    *) fits=0 ;;
  esac
}

# The 64 bytes of an Ed25519 signature in base64.
is_signature() {
  [ "${#1}" = 88 ] || return 1
  case ${1%==} in *[!A-Za-z0-9+/]*) return 1 ;; esac
}

is_public_key() {
  case $1 in '-----BEGIN PUBLIC KEY-----'*'-----END PUBLIC KEY-----'*) ;; *) return 1 ;; esac
}

# choose_artifact TEXT: of lines "<platform>/<architecture> <url> <sha256 or -> <signature or ->" the one that fits this
# node best, the first of several. Sets url, checksum and signature; url is empty where none fits. Fails for a line that is none.
choose_artifact() {
  url='' checksum='' signature='' best=0
  [ -n "$1" ] || return 1
  find_machine
  while IFS=' ' read -r platform found sum signed rest; do
    { is_platform "$platform" && [ -n "$signed" ] && [ -z "$rest" ]; } || return 1
    case $found in s3:*) is_s3_url "$found" || return 1 ;; *) is_safe_url "$found" || return 1 ;; esac
    [ "$sum" = - ] || { is_word "$sum" A-Fa-f0-9 64 && [ "${#sum}" = 64 ]; } || return 1
    [ "$signed" = - ] || is_signature "$signed" || return 1
    fit "$platform"
    [ "$fits" -le "$best" ] || best=$fits url=$found checksum=$sum signature=$signed
  done <<LINES
$1
LINES
}

# Of standard input, in hex.
sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256
  else
    openssl dgst -sha256 -r
  fi | cut -c 1-64
}

check_sum() {
  found=$(sha256 <"$work/artifact")
  [ "$checksum" != - ] || { log "SHA-256 is $found; nothing was given to compare it with" && return; }
  wanted=$(printf %s "$checksum" | tr A-F a-f)
  [ "$found" = "$wanted" ] || { echo "SHA-256 is $found, not $wanted" >&2 && return 1; }
}

# Before the download, since there is no use in one that cannot be checked. `-rawin`, which Ed25519 needs, came with OpenSSL 3.0.
can_check_signature() {
  [ -n "$public_key" ] || return 0
  [ "$signature" != - ] || { echo 'the artifact has no signature' >&2 && return 1; }
  case $(openssl pkeyutl -help 2>&1) in
    *-rawin*) ;;
    *) echo 'this node cannot check the signature: that takes OpenSSL 3.0 or later' >&2 && return 1 ;;
  esac
}

check_signature() {
  [ -n "$public_key" ] || return 0
  printf '%s\n' "$public_key" >"$work/key"
  printf '%s\n' "$signature" | openssl base64 -d -A >"$work/signature"
  openssl pkeyutl -verify -pubin -inkey "$work/key" -rawin -in "$work/artifact" -sigfile "$work/signature" ||
    { echo 'the signature is not one of the artifact by this key' >&2 && return 1; }
}

# Files, directories and links only, none outside of the archive's own directory. Symbolic links are looked at twice:
# absolute ones before unpacking, the others by where they lead once unpacked (tar itself does not write through them).
# Hard links outside: GNU tar makes them inside ones, busybox lists them as `-... name -> target`.
unpack() {
  { tar -tzf "$work/artifact" >"$work/names" && tar -tvzf "$work/artifact" >"$work/entries"; } || return 1
  if grep -Eq '^/|(^|/)\.\.(/|$)' "$work/names"; then echo 'an entry is absolute or has ..' >&2 && return 1; fi
  awk '!/^[-dlh]/ || /^l.* -> \// || /^[-h].* (link to|->) (\/|.*\.\.)/ { exit 1 }' "$work/entries" ||
    { echo 'an entry is a device or a link that leads outside' >&2 && return 1; }
  awk -v room="$(free_kilobytes)" '{ size += $3 } END { exit size / 1024 + NR * 4 > room }' "$work/entries" ||
    { echo 'No space left for what is in the archive' >&2 && return 1; }
  { mkdir "$work/unpacked" && tar -xzof "$work/artifact" -C "$work/unpacked"; } || return 1
  here=$(cd "$work/unpacked" && pwd -P)
  find "$here" -type l -print >"$work/links"
  while IFS= read -r found; do
    case $(readlink -f "$found") in "$here"/*) ;; *) echo 'a link leads outside' >&2 && return 1 ;; esac
  done <"$work/links"
}
