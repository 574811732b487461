# shellcheck shell=sh disable=SC2154 # the parameters and the other files come with this text
# Document `os-package`, the foreground: looks, refreshes and downloads. Nothing of the agent has changed by then.

LOCK_SECONDS=120 # how long another user of the package manager is waited for
LOCKED=75        # EX_TEMPFAIL

# when_unlocked COMMAND...: runs it with its words in $work/output, again for as long as somebody else has the lock, which
# is up to $lock_deadline. It only begins where $may_begin does not end this attempt.
when_unlocked() {
  while :; do
    $may_begin
    "$@" >"$work/output" 2>&1
    status=$?
    # A repository's address may hold a password, and what is said here is read far from the node.
    sed 's#://[^/@ ]*@#://#g' "$work/output" >"$work/said" && mv -f "$work/said" "$work/output"
    cat "$work/output"
    [ "$status" != 0 ] || return 0
    "${manager}_locked" || return "$status"
    [ "$(date +%s)" -lt "$lock_deadline" ] || { status=$LOCKED && return "$LOCKED"; }
    sleep 0.2 2>/dev/null || sleep 1
  done
}

# wait_at_most SECONDS: for locks, from now on, and not past NotAfter.
wait_at_most() {
  lock_deadline=$(($(date +%s) + $1))
  [ "$lock_deadline" -le "$SSM_NotAfter" ] || lock_deadline=$SSM_NotAfter
}

# What the manager itself said of its failure.
words() {
  grep -E '^(E:|Error|Problem)|returned error|unmet|^ [^ ]+ : ' "$work/output" | tail -n 4 | tr '\n' ' ' >"$work/words"
  if [ -s "$work/words" ]; then content "$work/words"; else tail -n 1 "$work/output"; fi
}

# finish_failed REASON: of the manager's last run, which ended with $status.
finish_failed() {
  [ "$status" != "$LOCKED" ] || finish failed PACKAGE_LOCKED 'another process holds the lock of the package manager'
  ! grep -Eq 'No space left|enough free space|more space needed' "$work/output" || finish failed DISK_FULL "no space left: $(words)"
  finish failed "$1" "$(words)"
}

# Without its own repository's newest list nothing is known of the version. Of all repositories some may be down.
refresh() {
  log "refreshing ${SSM_Repository:-all repositories}"
  when_unlocked "${manager}_refresh" && return
  { [ -z "$SSM_Repository" ] && [ "$status" != "$LOCKED" ]; } || finish_failed REPOSITORY_FAILED
  stale=yes
}

# The old package file, for the way back; the repository may not have it any more.
keep_old() {
  [ -n "$from" ] && [ -z "$("${manager}_kept" "$from")" ] || return 0
  when_unlocked "${manager}_keep" "$from" ||
    log "$from cannot be kept: the way back is only as good as the repositories are then"
}

# Everything that the switch takes lies on the node afterwards. Sets source: what the package comes from.
fetch() {
  source=kept
  [ "$SSM_Action" != rollback ] || [ -z "$("${manager}_kept" "$package_version")" ] || return 0
  source=repository
  log "downloading $SSM_PackageName $package_version"
  when_unlocked "${manager}_fetch" "$package_version" && return
  reason=$("${manager}_why")
  if [ "$reason" = PACKAGE_NOT_FOUND ]; then
    # What is installed already can be started once more, also where no repository has it any more.
    if [ "$(installed)" = "$package_version" ]; then source=installed && return; fi
    [ "$SSM_Action" != rollback ] || reason=NO_PREVIOUS_VERSION
    [ -z "$stale" ] || reason=REPOSITORY_FAILED
  fi
  finish_failed "$reason"
}

# A run of the package manager that was cut off is finished first, out of reach of a kill of this process group.
finish_interrupted_run() {
  "${manager}_is_broken" || return 0
  log 'finishing an interrupted run of the package manager'
  when_unlocked "${manager}_complete" || log "that ended with $?"
}

prepare() {
  log "attempt $SSM_AttemptId: $SSM_Action to $SSM_Version, $SSM_PackageName ${package_version:-without a line for $manager}"
  finish_when_tools_are_missing awk cut df find grep sed tail timeout tr
  begin_attempt
  [ -n "$manager" ] || finish failed NO_ARTIFACT_FOR_PLATFORM 'this node has no apt-get, dnf, yum or zypper'
  [ -n "$package_version" ] || finish failed NO_ARTIFACT_FOR_PLATFORM "the catalogue names no version for $manager"
  ! "${manager}_held" || finish failed PACKAGE_HELD "$SSM_PackageName is held on this node"
  may_begin=: stale=''
  wait_at_most "$LOCK_SECONDS"
  finish_interrupted_run
  from=$(there)
  refresh
  fetch
  keep_old
  echo "$source" >"$work/source"
  switch_in_own_session
}
