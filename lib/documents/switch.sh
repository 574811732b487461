# shellcheck shell=sh disable=SC2154 # the parameters, node.sh, attempt.sh, session.sh and package.sh come with this text
# Document `package`, the switch, in a session of its own: it ends with the new version running and healthy, or with
# what ran before running again, or with a result that says loudly that neither is so.
# In the journal while it switches: `placed`, the copy that it brought, and `from`, what `current` named before.

RESTART_SECONDS=60

# Points `current` at $1 by one rename, so that there is no moment without it; empty takes it away.
point() {
  [ -n "$1" ] || { rm -f "$root/current" && return; }
  rm -rf "$work/link" && mkdir -p "$work/link" && ln -s "$1" "$work/link/current" && mv -f "$work/link/current" "$root/"
}

restart() {
  if [ -n "$restart_command" ]; then
    admin "$RESTART_SECONDS" "$restart_command"
  elif [ -n "$SSM_Service" ]; then
    service_does restart
  fi
}

# discard versions/VERSION: in one step, so that no half of a version is ever taken for one.
discard() {
  [ -e "$root/$1" ] || return 0
  mkdir -p "$work" && rm -rf "$work/discarded" && mv "$root/$1" "$work/discarded" && rm -rf "$work/discarded"
}

# comes_back VERSION HEALTHY: an agent that was silent before need not answer afterwards.
comes_back() {
  if [ -n "$1" ]; then comes_up "$1" "$2"; else measure; fi
}

# switch_back REASON MESSAGE: an agent that was sick or silent before need not be better afterwards.
switch_back() {
  log "$1: $2; switching back to ${from:-nothing}"
  switched=''
  if point "$from" && restart && comes_back "$old" "$old_healthy"; then
    [ "$SSM_Action" = rollback ] || [ "$to" = "$from" ] || discard "$to"
    finish failed "$1" "$2; switched back"
  fi
  measure
  finish failed ROLLBACK_FAILED "$2; the switch back failed too"
}

# repair: what attempts left whose switch was cut off (a crash, a reboot, out of memory), before anything else is done.
# What ends by itself leaves neither `from` nor `placed`. A cut off repair is repeated.
repair() {
  undone=''
  for journal in "$root"/attempts/*; do
    [ -e "$journal/from" ] || [ -e "$journal/placed" ] || continue
    [ ! -e "$journal/from" ] || has_come_through || undo
    placed=$(content "$journal/placed")
    [ -z "$placed" ] || [ "$placed" = "$(readlink "$root/current")" ] || discard "$placed"
    rm -f "$journal/from" "$journal/placed"
  done
}

# The cut came too late to do harm: what `current` names runs and is healthy.
has_come_through() {
  [ "$healthy" = true ] && [ "$version" = "$(installed_version)" ]
}

undo() {
  undone=yes was=$(content "$journal/old")
  log "undoing attempt ${journal##*/}, which was cut off"
  point "$(content "$journal/from")"
  { [ "$healthy" = true ] && [ "$version" = "$was" ]; } || { restart && comes_back "$was" true; }
  log "reports ${version:-nothing}, healthy: $healthy"
}

# The end of an attempt whose switch was killed, once `repair` has looked after it.
finish_repaired() {
  if [ -z "$undone" ] && [ "$version" = "$SSM_Version" ] && [ "$healthy" = true ]; then
    to=$(readlink "$root/current") && prune
    finish_switched
  fi
  [ -z "$undone" ] || [ "$healthy" = true ] || finish failed ROLLBACK_FAILED 'the switch was killed; the switch back failed too'
  finish failed INTERRUPTED 'the switch was killed; what ran before runs'
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
    must INTERNAL_ERROR claim "$attempt/placed" "$to"
    must UNPACK_FAILED discard "$to"
    must UNPACK_FAILED mv "$work/unpacked" "$root/$to"
  fi
  [ -z "$from" ] || touch -c "$root/$from" # the newest are kept
  touch "$root/$to"
}

prune() {
  case $to in *~) discard "${to%\~}" ;; *) discard "$to~" ;; esac # the copy of this version that was not good enough
  # shellcheck disable=SC2012 # names are our own words
  ls -1t "$root/versions" | sed "1,${SSM_KeepVersions}d" | while read -r name; do
    [ "$to" = "versions/$name" ] || discard "versions/$name"
  done
  prune_attempts
}

switch() {
  begin_switch "$1"
  repair
  [ -z "$again" ] || finish_repaired
  old=$version old_healthy=$healthy
  printf '%s\n' "$old" >"$attempt/old"
  finish_when_current
  place
  finish_when_cancelled
  finish_when_too_late 'not switched'
  log "switching from ${from:-nothing} to $to"
  must INTERNAL_ERROR claim "$attempt/from" "$from"
  switched=yes
  point "$to" || switch_back INTERNAL_ERROR 'current could not be moved'
  restart || switch_back RESTART_FAILED 'the restart failed'
  comes_up "$SSM_Version" true ||
    switch_back HEALTH_CHECK_FAILED "after ${SSM_HealthTimeoutSeconds}s it reports ${version:-nothing}, healthy: $healthy"
  prune
  finish_switched
}
