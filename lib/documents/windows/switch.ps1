# The switch of an attempt on Windows, in a process of its own: it ends with the new version running and healthy, or with
# what ran before running again, or with a result that says loudly that neither is so.

$RESTART_SECONDS = 60
$KEPT_ATTEMPTS = 50

$switched = $false
$oldHealthy = $false
$undone = $false
$lock = $null

# SSM Agent ends the script's own process and no other: it makes no job object and TerminateProcess takes no children
# along (agent/executers/executers_windows.go). Through the shell, the new process inherits no pipe of the agent either.
# A switch that is killed alone (somebody in the task manager) is started again, to look after what it left.
function Start-Switch {
  $options = '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', "`"$PSCommandPath`""
  for ($try = 1; $try -le 2; $try++) {
    $env:FLEET_FOREGROUND = "$PID"
    $switching = Start-Process -FilePath $POWERSHELL -ArgumentList $options -WindowStyle Hidden -PassThru
    $env:FLEET_FOREGROUND = ''
    $switching.WaitForExit()
    if (Get-Text "$attempt\result") { return }
    Write-Log 'the switch ended without a result'
  }
  Measure-Agent
  Complete-Attempt 'failed' 'INTERRUPTED' 'the switch ended without a result, twice'
}

function Test-LockFree {
  if (-not (Test-Path -LiteralPath "$root\lock")) { return $true }
  try {
    [IO.File]::Open("$root\lock", 'Open', 'Read', 'ReadWrite').Close()
    $true
  } catch { $false } # open elsewhere, and shared with nobody
}

# The lock is a file that nobody else can open. Windows lets go of it when its process ends, however that ends.
# `holder` names the attempt that has it, or had it when it was cut off. What is to be repaired the journals tell, and not the
# holder: that is another one with each attempt, also where its repair is cut off itself.
function Enter-Lock {
  for ($try = 1; -not $lock; $try++) {
    try { $script:lock = [IO.File]::Open("$root\lock", 'OpenOrCreate', 'ReadWrite', 'None') } catch {
      if ($try -ge 5) { return $false } # somebody may just have looked whether it is free
      Start-Sleep -Milliseconds 200
    }
  }
  [IO.File]::WriteAllText("$root\holder", $given.AttemptId)
  $true
}

function Exit-Lock {
  if (-not $lock) { return }
  [IO.File]::Delete("$attempt\from")
  [IO.File]::Delete("$root\holder")
  $lock.Close()
}

# Waits until the agent reports that version, and that it is healthy where that is asked for.
function Wait-Agent($wanted, $alsoHealthy) {
  $deadline = (Get-Now) + [int]$given.HealthTimeoutSeconds
  while ($true) {
    Measure-Agent
    if ($version -ceq $wanted -and ($healthy -or -not $alsoHealthy)) { return $true }
    if ((Get-Now) -gt $deadline) { return $false }
    Start-Sleep -Milliseconds 500
  }
}

# An agent that was silent before need not answer afterwards.
function Wait-Back($alsoHealthy) {
  if ($old) { return Wait-Agent $old $alsoHealthy }
  Measure-Agent
  $true
}

# An agent that was sick before need not be better afterwards.
function Undo-Switch($reason, $message) {
  Write-Log "${reason}: $message; switching back"
  $script:switched = $false
  if ((Switch-Back) -and (Wait-Back $oldHealthy)) { Complete-Attempt 'failed' $reason "$message; switched back" }
  Measure-Agent
  Complete-Attempt 'failed' 'ROLLBACK_FAILED' "$message; the switch back failed too"
}

# What attempts left whose switch was cut off (killed, a crash, a reboot), before anything else is done: each is undone, unless
# what it switched to runs well. A cut off repair is repeated, since `from` goes last.
function Repair-Agent {
  foreach ($journal in Get-Unfinished) {
    $script:old = Get-Text "$($journal.FullName)\old"
    $script:from = Get-Text "$($journal.FullName)\from"
    if (-not $healthy -or $version -ceq $old) { Undo-Unfinished $journal.Name }
    [IO.File]::Delete("$($journal.FullName)\from")
  }
}

function Undo-Unfinished($name) {
  $script:undone = $true
  Write-Log "undoing attempt $name, which was cut off"
  if (Switch-Back) { $null = Wait-Back $true } else { Measure-Agent }
  Write-Measured
}

function Complete-Switched {
  $reason = if ($given.Action -eq 'rollback') { 'ROLLED_BACK' } else { 'UPGRADED' }
  Complete-Attempt 'success' $reason "$version runs and is healthy, was $old"
}

# The end of an attempt whose switch was killed, after the repair: there is no second switch.
function Complete-Killed {
  $script:old = Get-Text "$attempt\old"
  if (-not $undone -and $version -ceq $given.Version -and $healthy) { Complete-Switched }
  if ($undone -and -not $healthy) { Complete-Attempt 'failed' 'ROLLBACK_FAILED' 'the switch was killed; the switch back failed too' }
  Complete-Attempt 'failed' 'INTERRUPTED' 'the switch was killed; what ran before runs'
}

# After the last checks a cancel comes too late: cancel is valid until the switch begins.
function Invoke-Switch {
  $script:old = Get-Text "$attempt\old"
  $isSecond = Get-Text "$attempt\switching"
  [IO.File]::WriteAllText("$attempt\switching", (Get-ProcessMark $PID))
  Measure-Agent
  if (-not (Enter-Lock)) { Complete-Attempt 'failed' 'NODE_BUSY' 'another attempt is running' }
  Repair-Agent
  if ($isSecond) { Complete-Killed }
  $script:old = $version
  $script:oldHealthy = $healthy
  [IO.File]::WriteAllText("$attempt\old", $old)
  Complete-WhenCurrent
  Set-Place
  if (-not (Test-Alive (Get-Text "$attempt\begun"))) { Complete-Attempt 'failed' 'INTERRUPTED' 'cancelled or timed out before the switch' }
  Complete-WhenTooLate 'not switched'
  Write-Log "switching from $from to $to"
  [IO.File]::WriteAllText("$attempt\from", $from)
  $script:switched = $true
  Switch-Forward
  if (-not (Wait-Agent $given.Version $true)) {
    $what = if ($version) { $version } else { 'nothing' }
    Undo-Switch 'HEALTH_CHECK_FAILED' "after $($given.HealthTimeoutSeconds)s it reports $what, healthy: $healthy"
  }
  $script:switched = $false
  try { Clear-All } catch { Write-Log $_.Exception.Message } # what cannot be removed now is removed next time
  Complete-Switched
}

# Removes all but the newest entries of a directory, and never the one to keep.
function Clear-Oldest($path, $count, $keep) {
  $entries = Get-ChildItem -LiteralPath $path | Sort-Object -Property LastWriteTimeUtc -Descending | Select-Object -Skip $count
  foreach ($entry in $entries) {
    if ($entry.Name -eq $keep) { continue }
    if ($entry.PSIsContainer) { Remove-Tree $entry.FullName } else { [IO.File]::Delete($entry.FullName) }
  }
}

function Clear-All {
  Clear-Old
  Clear-Oldest "$root\attempts" $KEPT_ATTEMPTS $given.AttemptId
  foreach ($leftover in Get-ChildItem -LiteralPath $root -Directory -Filter 'work.*') {
    $id = $leftover.Extension.TrimStart('.')
    if (-not (Get-ProcessMark $id)) { Remove-Tree $leftover.FullName }
  }
}
