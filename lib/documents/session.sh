# shellcheck shell=sh disable=SC2154 # the parameters, node.sh and attempt.sh come before this text
# The switch of an attempt, in a session of its own: what all recipes share of it.

KEPT_ATTEMPTS=50

# Runs a command as the leader of a new session, out of reach of a kill of this process group.
in_own_session() {
  if command -v setsid >/dev/null 2>&1; then
    exec setsid "$@"
  elif command -v perl >/dev/null 2>&1; then
    exec perl -e 'use POSIX (); POSIX::setsid(); exec @ARGV' "$@"
  else
    exec python3 -c 'import os, sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])' "$@"
  fi
}

# How each `prepare` ends: this script once more, in a session of its own.
switch_in_own_session() {
  (export FLEET_FOREGROUND=$$ && in_own_session sh "$0") &
  wait $!
  is_alive "$(content "$attempt/switching")" && return # setsid may have forked
  [ ! -f "$attempt/result" ] || return 0
  measure
  finish failed INTERRUPTED 'the switch ended without a result'
}

# The lock is a file that says "<process> <attempt>". One left by a dead process is taken over, and named in `dead`.
take_lock() {
  mine="$(process $$) $SSM_AttemptId" dead=''
  claim "$root/lock" "$mine" && return
  holder=$(content "$root/lock")
  ! is_alive "${holder%% *}" || return 1
  mv "$root/lock" "$root/lock.$$" 2>/dev/null || return 1
  if [ "$(content "$root/lock.$$")" = "$holder" ]; then
    dead=${holder#* }
  else
    ln "$root/lock.$$" "$root/lock" # another one was quicker, and it is its lock that was moved
  fi
  rm -f "$root/lock.$$"
  claim "$root/lock" "$mine"
}

# begin_switch PID: how each `switch` begins; the number of the foreground's process names its work directory.
begin_switch() {
  work=$root/work.$1 switched='' old=$(content "$attempt/old")
  process $$ >"$attempt/switching"
  trap at_exit EXIT
  trap : HUP INT TERM # handled, not ignored: what a restart starts would inherit that
  measure
  take_lock || finish failed NODE_BUSY 'another attempt is running'
}

# comes_up VERSION HEALTHY: waits until the agent reports that version, and that it is healthy where HEALTHY is true.
comes_up() {
  deadline=$(($(date +%s) + SSM_HealthTimeoutSeconds))
  while measure && ! { [ "$version" = "$1" ] && { [ "$healthy" = true ] || [ "$2" = false ]; }; }; do
    [ "$(date +%s)" -le "$deadline" ] || return 1
    sleep 0.2 2>/dev/null || sleep 1
  done
}

# However this process ends, it leaves a result; once it has begun to switch, the way back comes first.
at_exit() {
  [ -z "$switched" ] || switch_back INTERNAL_ERROR 'the switch ended early'
  finish failed INTERNAL_ERROR 'the script ended early'
}

finish_switched() {
  if [ "$SSM_Action" = rollback ]; then reason=ROLLED_BACK; else reason=UPGRADED; fi
  finish success "$reason" "$version runs and is healthy, was ${old:-nothing}"
}

prune_attempts() {
  # shellcheck disable=SC2012 # names are our own words
  ls -1t "$root/attempts" | sed "1,${KEPT_ATTEMPTS}d" | while read -r name; do rm -rf "$root/attempts/$name"; done
  for leftover in "$root"/work.*; do
    [ "$leftover" = "$work" ] || process "${leftover##*.}" >/dev/null || rm -rf "$leftover"
  done
}
