# shellcheck shell=sh disable=SC2154 # the parameters and the other files come with this text
# Document `package`: the download, by https or http on this machine, or from S3 with the node's own role. No URL, password or
# key is on a command line, where all users of the node see it.

DOWNLOAD_SECONDS=300
STALLED_SECONDS=30 # a download that is slower than 1 kB/s for so long has failed
LARGEST_ARTIFACT=2097152 # kB: 2 GiB

# http(s)://[user:password@]host[:port]
is_proxy() {
  case $1 in *[!A-Za-z0-9.:/@_%~+=-]*) return 1 ;; http://?* | https://?*) ;; *) return 1 ;; esac
  case ${1#*://} in */* | *@*@* | *@) return 1 ;; esac
}

is_s3_url() {
  rest=${1#s3://}
  bucket=${rest%%/*} key=${rest#*/}
  case $1 in s3://*/?*) ;; *) return 1 ;; esac
  case $bucket in *[!a-z0-9.-]* | [!a-z0-9]* | ?? | ? | '') return 1 ;; esac
  case $key in *[!A-Za-z0-9._~/-]* | /* | *//* | ../* | */../* | */.. | ./* | */./*) return 1 ;; esac
}

free_kilobytes() {
  df -Pk "$root" | awk 'END { print $4 }'
}

# The archive and what is in it have to find room: at most half of the free disk is downloaded.
download() {
  most=$LARGEST_ARTIFACT half=$(($(free_kilobytes) / 2)) too_large='the artifact is over 2 GiB'
  [ "$half" -ge "$most" ] || most=$half too_large="No space left: the artifact is over half of the free disk, $half kB"
  (ulimit -f $((most * 2)) && fetch) # in blocks of 512 bytes; a subshell, for the limit to stay in it
  status=$?
  case $status in
    63 | 153) echo "$too_large" >&2 ;; # curl, told the size by the server; SIGXFSZ, where it had not
    137) echo "the download took over $DOWNLOAD_SECONDS s" >&2 ;;
  esac
  return "$status"
}

fetch() {
  case $url in
    s3:*) download_from_s3 ;;
    *) if command -v curl >/dev/null 2>&1; then with_curl "$url"; else with_wget "$url"; fi ;;
  esac
}

# with_curl URL: what is on standard input is more of curl's configuration.
with_curl() {
  redirects=5 protocols='=https' direct=$LOOPBACK
  [ -n "$proxy" ] || direct=$(without_proxy)
  case $1 in http:*) redirects=0 protocols='=http' ;; esac
  {
    printf 'url = "%s"\n' "$1"
    [ -z "$proxy" ] || printf 'proxy = "%s"\n' "$proxy"
    [ "$SSM_MaxKbps" = 0 ] || printf 'limit-rate = "%s"\n' $((SSM_MaxKbps * 125))
    cat
  } | curl --config - --fail --silent --show-error --globoff --location --max-redirs "$redirects" \
    --proto "$protocols" --proto-redir "$protocols" --noproxy "$direct" --max-filesize $((most * 1024)) \
    --connect-timeout 20 --speed-limit 1000 --speed-time "$STALLED_SECONDS" --max-time "$DOWNLOAD_SECONDS" \
    --output "$work/artifact"
}

# GNU's takes the URL from standard input. Busybox's would show it to all users, and is trusted only with one that is no secret;
# its -T makes version 1.35 crash, so that a download that stalls is given up only at the end.
with_wget() {
  use_proxy
  case $(wget --help 2>&1) in
    *--input-file*) with_gnu_wget "$1" -q --tries=1 -T "$STALLED_SECONDS" --input-file=- ;;
    *)
      case $1 in *\?*) echo 'this node has no curl, and its wget would show a signed URL to all users' >&2 && return 1 ;; esac
      timeout -s KILL "$DOWNLOAD_SECONDS" wget -q -O "$work/artifact" "$1"
      ;;
  esac || { status=$? && echo "wget ended with $status" >&2 && return "$status"; }
}

# with_gnu_wget URL OPTION...
with_gnu_wget() {
  address=$1 && shift
  case $address in http:*) set -- "$@" --max-redirect=0 ;; *) set -- "$@" --max-redirect=5 ;; esac
  [ "$SSM_MaxKbps" = 0 ] || set -- "$@" --limit-rate=$((SSM_MaxKbps * 125))
  printf '%s\n' "$address" | timeout -s KILL "$DOWNLOAD_SECONDS" wget "$@" -O "$work/artifact"
}

# For tools that take the proxy from their environment, which only the same user sees.
use_proxy() {
  [ -n "$proxy" ] || return 0
  no_proxy=$LOOPBACK,169.254.169.254 https_proxy=$proxy
  NO_PROXY=$no_proxy HTTPS_PROXY=$https_proxy
  export no_proxy https_proxy NO_PROXY HTTPS_PROXY
}

download_from_s3() {
  if command -v aws >/dev/null 2>&1; then
    use_proxy
    limit_aws || return 1
    timeout -s KILL "$DOWNLOAD_SECONDS" aws s3 cp "$url" "$work/artifact" --only-show-errors
  elif command -v curl >/dev/null 2>&1; then
    s3_with_curl
  else
    echo 'this node has neither the AWS CLI nor curl, one of which a download from S3 takes' >&2 && return 1
  fi
}

# The AWS CLI takes a limit only from its configuration: from a copy of the node's own.
limit_aws() {
  [ "$SSM_MaxKbps" != 0 ] || return 0
  cat "${AWS_CONFIG_FILE:-$HOME/.aws/config}" >"$work/aws-config" 2>/dev/null
  AWS_CONFIG_FILE=$work/aws-config
  export AWS_CONFIG_FILE
  aws configure set "${AWS_PROFILE:-default}.s3.max_bandwidth" "$((SSM_MaxKbps * 125))B/s"
}
