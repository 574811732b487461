# shellcheck shell=sh disable=SC2154 # the parameters and the other files come with this text
# Document `os-package`, the switch, in a session of its own: it ends with the new version running and healthy, or with
# what ran before running again, or with a result that says loudly that neither is so.

# Each time before the package manager is tried: nothing has changed for as long as somebody else has its lock.
may_switch() {
  switched=''
  finish_when_cancelled
  finish_when_too_late 'not switched'
  switched=yes
}

# go_to VERSION: from a kept file where there is one, else from the repositories. Empty: there was no such package.
go_to() {
  may_begin=:
  lock_deadline=$(($(date +%s) + LOCK_SECONDS))
  finish_interrupted_run
  [ "$(installed)" != "$1" ] || return 0
  if [ -n "$1" ]; then
    when_unlocked "${manager}_return_to" "$1" && [ "$(installed)" = "$1" ]
  else
    when_unlocked "${manager}_remove"
  fi
}

# switch_back REASON MESSAGE: an agent that was sick or silent before need not be better afterwards.
switch_back() {
  log "$1: $2; going back to ${from:-no package}"
  switched=''
  if go_to "$from" && { [ -z "$from" ] || run_service; } && if [ -n "$old" ]; then comes_up "$old" "$old_healthy"; else measure; fi; then
    finish failed "$1" "$2; switched back"
  fi
  measure
  finish failed ROLLBACK_FAILED "$2; the way back failed too"
}

# What attempts left whose switch was cut off (a crash, a reboot) and left a sick agent, before anything else is done.
# Only such ones still have `from`: what ends by itself takes it away.
repair() {
  undone=''
  for journal in "$root"/attempts/*; do
    [ -f "$journal/from" ] || continue
    [ "$healthy" = true ] || undo
    rm -f "$journal/from"
  done
}

undo() {
  undone=yes service_ran=$(content "$journal/service")
  log "undoing attempt ${journal##*/}, which was cut off"
  go_to "$(content "$journal/from")" && run_service && comes_up "$(content "$journal/old")" true
  log "reports ${version:-nothing}, healthy: $healthy"
}

# The end of an attempt whose switch alone was killed and that looks after itself.
finish_repaired() {
  if [ -z "$undone" ] && is_current; then finish_switched; fi
  { [ -z "$undone" ] || [ "$healthy" = true ]; } || finish failed ROLLBACK_FAILED 'the switch was killed; the way back failed too'
  finish failed INTERRUPTED 'the switch was killed; what ran before runs'
}

install_package() {
  case $(content "$work/source") in
    installed) return ;;
    kept) "${manager}_return_to" "$package_version" ;;
    *) "${manager}_install" "$package_version" ;;
  esac
}

# The files of the running version and of the one before stay.
prune_packages() {
  "${manager}_store" "$package_version"
  for file in "$root/packages"/*; do
    case $file in "$("${manager}_kept" "$package_version")" | "$("${manager}_kept" "$from")") ;; *) rm -f "$file" ;; esac
  done
}

switch() {
  begin_switch "$1"
  repair
  [ -z "${again:-}" ] || finish_repaired
  old=$version old_healthy=$healthy from=$(there) service_ran=no
  ! service_runs || service_ran=yes
  printf '%s\n' "$old" >"$attempt/old"
  printf '%s\n' "$service_ran" >"$attempt/service"
  printf '%s\n' "$from" >"$attempt/from"
  remember "$old" "$from"
  finish_when_current
  log "switching from ${from:-nothing} to $package_version"
  wait_at_most "$LOCK_SECONDS"
  may_begin=may_switch
  when_unlocked install_package || {
    [ "$status" != "$LOCKED" ] || { switched='' && finish_failed PACKAGE_LOCKED; }
    switch_back PACKAGE_FAILED "$(words)"
  }
  [ "$(installed)" = "$package_version" ] || switch_back PACKAGE_FAILED "afterwards $(installed) is installed"
  run_service || switch_back RESTART_FAILED "$SSM_Service could not be restarted"
  comes_up "$SSM_Version" true ||
    switch_back HEALTH_CHECK_FAILED "after ${SSM_HealthTimeoutSeconds}s it reports ${version:-nothing}, healthy: $healthy"
  remember "$SSM_Version" "$package_version"
  prune_packages
  prune_attempts
  finish_switched
}
