# shellcheck shell=sh disable=SC2154 # the parameters, node.sh, attempt.sh, session.sh and package.sh come with this text
# Document `package`, the switch, in a session of its own: it ends with the new version running and healthy, or with
# what ran before running again, or with a result that says loudly that neither is so.

RESTART_SECONDS=60
KEPT_VERSIONS=3 # the running one, the one before, and one more

# Points `current` at $1 by one rename, so that there is no moment without it; empty takes it away.
point() {
  [ -n "$1" ] || { rm -f "$root/current" && return; }
  rm -rf "$work/link" && mkdir -p "$work/link" && ln -s "$1" "$work/link/current" && mv -f "$work/link/current" "$root/"
}

restart() {
  [ -z "$restart_command" ] || admin "$RESTART_SECONDS" "$restart_command"
}

# switch_back REASON MESSAGE: an agent that was sick or silent before need not be better afterwards.
switch_back() {
  log "$1: $2; switching back to ${from:-nothing}"
  switched=''
  if point "$from" && restart && if [ -n "$old" ]; then comes_up "$old" "$old_healthy"; else measure; fi; then
    [ "$SSM_Action" = rollback ] || [ "$to" = "$from" ] || rm -rf "${root:?}/$to"
    finish failed "$1" "$2; switched back"
  fi
  measure
  finish failed ROLLBACK_FAILED "$2; the switch back failed too"
}

# An attempt whose switch was cut off (a crash, a reboot) and left a sick agent is undone before anything else.
# Only such a one still has `from`: what ends by itself takes it away.
repair() {
  broken=$root/attempts/$dead
  { [ -n "$dead" ] && [ -f "$broken/from" ] && [ "$healthy" = false ]; } || return 0
  log "undoing attempt $dead, which was cut off"
  point "$(content "$broken/from")" && restart && comes_up "$(content "$broken/old")" true
  log "reports ${version:-nothing}, healthy: $healthy"
}

# Sets from and to, what `current` points at before and after the switch.
place() {
  from=$(readlink "$root/current") || from=''
  [ ! -e "$root/current" ] || [ -n "$from" ] || finish failed INTERNAL_ERROR 'current is not a link'
  to=versions/$SSM_Version
  if [ "$SSM_Action" = rollback ]; then
    [ -d "$root/$to" ] || to=$to~
    [ -d "$root/$to" ] || finish failed NO_PREVIOUS_VERSION "the node keeps no $SSM_Version"
  else
    [ "$from" != "$to" ] || to=$to~
    rm -rf "${root:?}/$to"
    must UNPACK_FAILED mv "$work/unpacked" "$root/$to"
  fi
  [ -z "$from" ] || touch -c "$root/$from" # the newest are kept
  touch "$root/$to"
}

prune() {
  twin=$to~
  case $to in *~) twin=${to%\~} ;; esac
  rm -rf "${root:?}/$twin" # the copy of this version that was not good enough
  # shellcheck disable=SC2012 # names are our own words
  ls -1t "$root/versions" | sed "1,${KEPT_VERSIONS}d" | while read -r name; do
    [ "$to" = "versions/$name" ] || rm -rf "$root/versions/$name"
  done
  prune_attempts
}

switch() {
  begin_switch "$1"
  repair
  old=$version old_healthy=$healthy
  printf '%s\n' "$old" >"$attempt/old"
  finish_when_current
  place
  finish_when_cancelled
  finish_when_too_late 'not switched'
  log "switching from ${from:-nothing} to $to"
  printf '%s\n' "$from" >"$attempt/from"
  switched=yes
  point "$to" || switch_back INTERNAL_ERROR 'current could not be moved'
  restart || switch_back RESTART_FAILED 'the restart failed'
  comes_up "$SSM_Version" true ||
    switch_back HEALTH_CHECK_FAILED "after ${SSM_HealthTimeoutSeconds}s it reports ${version:-nothing}, healthy: $healthy"
  prune
  finish_switched
}
