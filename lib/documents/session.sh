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

# This script once more, in a session of its own. Fails where that ends without a result: something killed it.
try_switch() {
  (export FLEET_FOREGROUND=$$ && in_own_session sh "$0") &
  wait $!
  is_alive "$(content "$attempt/switching")" || [ -f "$attempt/result" ] # alive: setsid may have forked
}

# How each `prepare` ends. A switch that is killed alone (out of memory) is started again, to look after what it left.
switch_in_own_session() {
  try_switch && return
  log 'the switch ended without a result: looking after it'
  try_switch && return
  measure
  finish failed INTERRUPTED 'the switch ended without a result, twice'
}

# The lock is a file that says "<process> <attempt>". One left by a dead process is taken over.
take_lock() {
  mine="$(process $$) $SSM_AttemptId"
  claim "$root/lock" "$mine" && return
  holder=$(content "$root/lock")
  ! is_alive "${holder%% *}" || return 1
  mv "$root/lock" "$root/lock.$$" 2>/dev/null || return 1
  # Where another one was quicker, it is its lock that was moved.
  [ "$(content "$root/lock.$$")" = "$holder" ] || ln "$root/lock.$$" "$root/lock"
  rm -f "$root/lock.$$"
  claim "$root/lock" "$mine"
}

# Under the lock: takes away what processes that are no more left below the root, all of which is named after them.
tidy() {
  for leftover in "$root"/work.* "$root"/lock.* "$root"/attempts/*/*.new.*; do
    [ "$leftover" = "$work" ] || process "${leftover##*.}" >/dev/null || rm -rf "$leftover"
  done
}

# begin_switch PID: how each `switch` begins; the number of the foreground's process names its work directory.
# `again`: the one before of this attempt was killed.
begin_switch() {
  work=$root/work.$1 switched='' again='' old=$(content "$attempt/old")
  [ ! -s "$attempt/switching" ] || again=yes
  process $$ >"$attempt/switching"
  trap at_exit EXIT
  trap : HUP INT TERM # handled, not ignored: what a restart starts would inherit that
  measure
  if ! take_lock; then
    ! is_full || finish failed DISK_FULL "no space left below $root"
    finish failed NODE_BUSY 'another attempt is running'
  fi
  tidy
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
}
