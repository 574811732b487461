# shellcheck shell=sh disable=SC2154 # the parameters and the other files come with this text
# Document `package`, the foreground: looks, downloads, checks and unpacks. A cancel or timeout kills its process group,
# and nothing has changed by then. The switch is left to a session of its own.

# A thousand nodes do not download at once: each waits its own share of the time, which a repeat waits again.
wait_for_turn() {
  room=$((SSM_NotAfter - $(date +%s) - DOWNLOAD_SECONDS - 60)) # 60 s: to ask the agent and to unpack
  [ "$room" -lt "$SSM_JitterSeconds" ] || room=$SSM_JitterSeconds
  [ "$room" -gt 0 ] || return 0
  share=$(printf '%s %s' "${AWS_SSM_INSTANCE_ID:-$(uname -n)}" "$SSM_AttemptId" | sha256 | cut -c 1-6)
  share=$((0x$share % 1000 * room / 1000))
  log "waiting $share s of at most $room s before the download"
  sleep "$share"
}

bring_artifact() {
  [ -n "$url" ] || finish failed NO_ARTIFACT_FOR_PLATFORM "no artifact fits $(uname -s) on $(uname -m)"
  must SIGNATURE_INVALID can_check_signature
  wait_for_turn
  log "downloading ${url%%[?#]*}"
  must DOWNLOAD_FAILED download
  must CHECKSUM_MISMATCH check_sum
  must SIGNATURE_INVALID check_signature
  must UNPACK_FAILED unpack
}

prepare() {
  log "attempt $SSM_AttemptId: $SSM_Action to $SSM_Version"
  finish_when_tools_are_missing awk cut df find grep gzip readlink sed tail tar timeout tr uname
  begin_attempt
  [ "$SSM_Action" = rollback ] || is_done || bring_artifact
  switch_in_own_session
}
