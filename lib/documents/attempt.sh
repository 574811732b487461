# shellcheck shell=sh disable=SC2154 # the parameters and node.sh come before this text, the recipe's own files after it
# An attempt, as all recipes make it. <root>/attempts/<attempt id>/ is its journal: begun, old, switching, log and result,
# and, while it switches, what the recipe needs for the way back. An attempt acts once: asked again, it answers the result it had.
# Standard output: one JSON result line, then the end of the log. ListCommandInvocations shows 2,500 characters of it.
#
# A recipe has check_parameters, prepare (the foreground: a cancel or timeout kills its process group, and nothing has
# changed by then), switch (in a session of its own, see session.sh) and switch_back REASON MESSAGE, the way back.

LOG_TAIL=1500

log() {
  printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*"
}

is_version() {
  is_word "$1" 'A-Za-z0-9._+-' 64
}

check_attempt_parameters() {
  bad=AttemptId
  is_word "$SSM_AttemptId" 'A-Za-z0-9._-' 128 || { SSM_AttemptId='' && return 1; }
  take_common_parameters || return 1
  bad=Action
  case $SSM_Action in upgrade | reinstall | rollback) ;; *) return 1 ;; esac
  bad=Version && is_version "$SSM_Version" || return 1
  bad=NotAfter && is_word "$SSM_NotAfter" 0-9 12 || return 1
  case $SSM_NotAfter in 0*) return 1 ;; esac
  bad=HealthTimeoutSeconds && is_number "$SSM_HealthTimeoutSeconds" 1 300 || return 1
}

# claim FILE CONTENT: makes the file with its content in one step; fails where it is there already.
claim() {
  { printf '%s\n' "$2" >"$1.new.$$" && ln "$1.new.$$" "$1"; } 2>/dev/null
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
  [ "$(content "$root/lock")" != "$mine" ] || rm -f "$attempt/from" "$attempt/placed" "$root/lock"
  exit
}

finish_when_too_late() {
  [ "$(date +%s)" -le "$SSM_NotAfter" ] || finish failed NOT_AFTER_PASSED "it is past $SSM_NotAfter: $1"
}

is_current() {
  [ "$version" = "$SSM_Version" ] && [ "$healthy" = true ]
}

is_done() {
  [ "$SSM_Action" != reinstall ] && is_current
}

finish_when_current() {
  ! is_done || finish success ALREADY_CURRENT "$version runs and is healthy"
}

# Did an attempt that was cut off leave something in the root that is to be looked at under the lock?
is_left_behind() {
  for leftover in "$root/lock" "$root"/lock.* "$root"/work.* "$root"/attempts/*/from "$root"/attempts/*/placed; do
    [ ! -e "$leftover" ] || return 0
  done
  return 1
}

# After the last checks a cancel comes too late: cancel is valid until the switch begins.
finish_when_cancelled() {
  is_alive "$(content "$attempt/begun")" || finish failed INTERRUPTED 'cancelled or timed out before the switch'
}

# finish_when_tools_are_missing TOOL...
finish_when_tools_are_missing() {
  for tool in "$@"; do
    command -v "$tool" >/dev/null || finish failed INTERNAL_ERROR "this node has no $tool"
  done
  for tool in setsid perl python3; do command -v "$tool" >/dev/null && return; done
  finish failed INTERNAL_ERROR 'this node has no setsid'
}

# Less than 1 MB is as good as nothing.
is_full() {
  df -Pk "$root" 2>/dev/null | awk 'END { exit !(NR > 1 && $4 < 1024) }'
}

# must REASON COMMAND...: a step without which there is no upgrade.
must() {
  reason=$1
  shift
  "$@" 2>"$work/errors" && return
  cat "$work/errors"
  if grep -q 'No space left' "$work/errors" || is_full; then
    finish failed DISK_FULL "no space left below $root"
  fi
  finish failed "$reason" "$(tail -n 1 "$work/errors")"
}

# How each `prepare` begins: looks, and ends here where there is nothing to do or somebody else is at it.
begin_attempt() {
  measure
  old=$version
  printf '%s\n' "$old" >"$attempt/old"
  log "reports ${version:-nothing}, healthy: $healthy"
  finish_when_too_late 'not started'
  is_left_behind || finish_when_current
  holder=$(content "$root/lock")
  ! is_alive "${holder%% *}" || finish failed NODE_BUSY "attempt ${holder#* } is running"
  { rm -rf "$work" && mkdir "$work"; } || finish failed INTERNAL_ERROR "cannot write below $root"
}

answer() {
  if [ -f "$attempt/result" ]; then
    line=$(content "$attempt/result")
  elif [ -f "$attempt/begun" ]; then
    line=$(result_line running ATTEMPT_RUNNING 'the attempt is running; its result is still to come')
  elif is_full; then
    line=$(result_line failed DISK_FULL "no space left below $root")
  else
    line=$(result_line failed INTERNAL_ERROR "cannot write below $root")
  fi
  printf '%s\n' "$line"
  tail -c "$LOG_TAIL" "$attempt/log" 2>/dev/null | tr -cd '\011\012\040-\176'
  case $line in *'"outcome":"success"'*) exit 0 ;; esac
  exit 1
}

# foreground DIRECTORY: the recipe keeps its own things in this one of the root.
foreground() {
  mkdir -p "$root/$1" "$attempt" 2>/dev/null || answer
  root=$(cd "$root" && pwd -P)
  attempt=$root/attempts/$SSM_AttemptId work=$root/work.$$
  case $(attempt_state) in
    none) if claim "$attempt/begun" "$(process $$)"; then (prepare) >>"$attempt/log" 2>&1 </dev/null; fi ;;
    interrupted) claim "$attempt/result" "$(interrupted_line 2>/dev/null)" ;;
  esac
  answer
}

# act DIRECTORY: the last line of each recipe.
act() {
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
    foreground "$1"
  fi
}
