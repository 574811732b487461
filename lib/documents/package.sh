# shellcheck shell=sh disable=SC2154 # the parameters, node.sh, prepare.sh and switch.sh come before this text
# Document `package`: upgrades an agent from an archive, or takes it back to a version that the node still keeps.
#
# <root>/current -> versions/<version>; <root>/attempts/<attempt id>/ holds what an attempt did: begun, old, from,
# switching, log and result. An attempt acts once: asked again, it answers the result it had.
# Standard output: one JSON result line, then the end of the log. ListCommandInvocations shows 2,500 characters of it.

LOG_TAIL=1500

log() {
  printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*"
}

check_parameters() {
  bad=AttemptId
  is_word "$SSM_AttemptId" 'A-Za-z0-9._-' 128 || { SSM_AttemptId='' && return 1; }
  take_common_parameters || return 1
  bad=Action
  case $SSM_Action in upgrade | reinstall | rollback) ;; *) return 1 ;; esac
  bad=Version && is_word "$SSM_Version" 'A-Za-z0-9._+-' 64 || return 1
  bad=NotAfter && is_word "$SSM_NotAfter" 0-9 12 || return 1
  bad=HealthTimeoutSeconds && is_word "$SSM_HealthTimeoutSeconds" 0-9 3 && [ "$SSM_HealthTimeoutSeconds" -le 300 ] || return 1
  bad=RestartCommand && is_encoded "$SSM_RestartCommand" || return 1
  restart_command=$(decode "$SSM_RestartCommand")
  [ "$SSM_Action" != rollback ] || return 0
  bad=Sha256 && is_word "$SSM_Sha256" A-Fa-f0-9 64 && [ "${#SSM_Sha256}" = 64 ] || return 1
  bad=ArtifactUrl && is_encoded "$SSM_ArtifactUrl" || return 1
  url=$(decode "$SSM_ArtifactUrl") && is_safe_url "$url"
}

# claim FILE CONTENT: makes the file with its content in one step; fails where it is there already.
claim() {
  printf '%s\n' "$2" >"$1.new.$$" && ln "$1.new.$$" "$1" 2>/dev/null
  claimed=$?
  rm -f "$1.new.$$"
  return $claimed
}

# finish OUTCOME REASON MESSAGE: the one result of this attempt.
finish() {
  log "$1 $2: $3"
  trap - EXIT
  rm -rf "$work" # first, since the disk may be full
  claim "$attempt/result" "$(result_line "$1" "$2" "$3")"
  [ "$(content "$root/lock")" != "$mine" ] || rm -f "$attempt/from" "$root/lock"
  exit
}

finish_when_too_late() {
  [ "$(date +%s)" -le "$SSM_NotAfter" ] || finish failed NOT_AFTER_PASSED "it is past $SSM_NotAfter: $1"
}

finish_when_current() {
  { [ "$SSM_Action" != reinstall ] && [ "$version" = "$SSM_Version" ] && [ "$healthy" = true ]; } || return 0
  finish success ALREADY_CURRENT "$version runs and is healthy"
}

answer() {
  if [ -f "$attempt/result" ]; then
    line=$(content "$attempt/result")
  elif [ -f "$attempt/begun" ]; then
    line=$(result_line running ATTEMPT_RUNNING 'the attempt is running; its result is still to come')
  else
    line=$(result_line failed INTERNAL_ERROR "cannot write below $root")
  fi
  printf '%s\n' "$line"
  tail -c "$LOG_TAIL" "$attempt/log" 2>/dev/null | tr -cd '\011\012\040-\176'
  case $line in *'"outcome":"success"'*) exit 0 ;; esac
  exit 1
}

foreground() {
  mkdir -p "$root/versions" "$attempt" 2>/dev/null || answer
  root=$(cd "$root" && pwd -P)
  attempt=$root/attempts/$SSM_AttemptId work=$root/work.$$
  case $(attempt_state) in
    none) if claim "$attempt/begun" "$(process $$)"; then (prepare) >>"$attempt/log" 2>&1 </dev/null; fi ;;
    interrupted) claim "$attempt/result" "$(interrupted_line 2>/dev/null)" ;;
  esac
  answer
}

old='' version='' healthy=false work='' mine=none
if ! check_parameters 2>/dev/null; then
  result_line failed INVALID_PARAMETER "$bad is not acceptable"
  exit 1
fi
if [ -n "${FLEET_FOREGROUND:-}" ]; then
  stage=$FLEET_FOREGROUND
  unset FLEET_FOREGROUND
  switch "$stage"
else
  foreground
fi
