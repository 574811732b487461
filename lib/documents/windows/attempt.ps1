# An attempt, as the recipes make it on Windows; attempt.sh tells of its journal, its one result and what it prints.
# A recipe has Read-RecipeParameters, Get-InstalledVersion, Expand-Artifact (before the switch: nothing has changed yet),
# Set-Place, Switch-Forward, Switch-Back (is the old version in place and started again?) and Clear-Old.

$LOG_TAIL = 1500

$completed = $false
$work = ''

function Write-Log($text) {
  $line = '{0:HH:mm:ss} {1}' -f [DateTime]::UtcNow, $text
  try { [IO.File]::AppendAllText("$attempt\log", "$line`r`n") } catch { return } # a full disk must not cost the result
}

function Read-Parameters {
  try { Assert-FileName 'AttemptId' '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z' } catch { $given.AttemptId = ''; throw }
  Read-CommonParameters
  Assert-Parameter 'Action' '^(upgrade|reinstall|rollback)\z'
  Assert-FileName 'Version' '^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}\z'
  Assert-Parameter 'NotAfter' '^[1-9][0-9]{0,11}\z'
  Assert-Parameter 'HealthTimeoutSeconds' '^([1-9][0-9]?|[12][0-9]{2}|300)\z'
  if ($given.ContainsKey('Service')) { Assert-Parameter 'Service' '^([A-Za-z0-9][A-Za-z0-9@._-]{0,127})?\z' }
  Read-RecipeParameters
}

# Makes a file with its content in one step; is it this one's?
function Save-Once($path, $content) {
  $new = "$path.new.$PID"
  [IO.File]::WriteAllText($new, "$content`n")
  try { [IO.File]::Move($new, $path) } catch {
    if (-not (Test-Path -LiteralPath $path)) { throw }
    [IO.File]::Delete($new)
    return $false
  }
  $true
}

# Removes a directory and what is in it. `rd` takes junctions for what they are; Remove-Item of 5.1 may follow them.
function Remove-Tree($path) {
  if (-not (Test-Path -LiteralPath $path)) { return }
  $null = Invoke-Program 120 "$SYSTEM\cmd.exe" "/d /c rd /s /q `"$path`""
  if (Test-Path -LiteralPath $path) { throw "$path cannot be removed" }
}

# The one result of this attempt, and the end of its stage.
function Complete-Attempt($outcome, $reason, $message) {
  Write-Log "$outcome ${reason}: $message"
  try { Remove-Tree $work } catch { Write-Log $_.Exception.Message }
  $null = Save-Once "$attempt\result" (Get-ResultLine $outcome $reason $message)
  Exit-Lock
  $script:completed = $true
  throw 'completed'
}

# A step without which there is no upgrade.
function Invoke-Must($reason, $step) {
  try { & $step } catch {
    if ($completed) { throw }
    $problem = $_.Exception.GetBaseException()
    $isFull = ($problem.HResult -band 0xFFFF) -in 39, 112 # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
    if ($isFull) { Complete-Attempt 'failed' 'DISK_FULL' "no space left below $root" }
    Complete-Attempt 'failed' $reason $problem.Message
  }
}

function Get-Now { [long][Math]::Floor(([DateTime]::UtcNow - [DateTime]'1970-01-01').TotalSeconds) }

function Complete-WhenTooLate($what) {
  if ((Get-Now) -gt [long]$given.NotAfter) { Complete-Attempt 'failed' 'NOT_AFTER_PASSED' "it is past $($given.NotAfter): $what" }
}

function Complete-WhenCurrent {
  if ($given.Action -eq 'reinstall' -or $version -cne $given.Version -or -not $healthy) { return }
  Complete-Attempt 'success' 'ALREADY_CURRENT' "$version runs and is healthy"
}

# The journals of attempts whose switch was cut off: what ends by itself takes `from` away.
function Get-Unfinished {
  foreach ($journal in Get-ChildItem -LiteralPath "$root\attempts" -Directory) {
    if (Test-Path -LiteralPath "$($journal.FullName)\from") { $journal }
  }
}

# Did an attempt that was cut off leave something that is to be looked at under the lock?
function Test-LeftBehind {
  (Get-Text "$root\holder") -or @(Get-Unfinished).Count -gt 0
}

function Write-Measured {
  $what = if ($version) { $version } else { 'nothing' }
  Write-Log "reports $what, healthy: $healthy"
}

# The foreground: looks, downloads, checks and unpacks. A cancel or timeout ends it, and nothing has changed by then.
function Start-Attempt {
  Write-Log "attempt $($given.AttemptId): $($given.Action) to $($given.Version)"
  Measure-Agent
  $script:old = $version
  [IO.File]::WriteAllText("$attempt\old", $old)
  Write-Measured
  Complete-WhenTooLate 'not started'
  $holder = Get-Text "$root\holder"
  if (-not (Test-LockFree)) { Complete-Attempt 'failed' 'NODE_BUSY' "attempt $holder is running" }
  if (-not (Test-LeftBehind)) { Complete-WhenCurrent } # else the switch looks after it
  Remove-Tree $work
  $null = [IO.Directory]::CreateDirectory($work)
  if ($given.Action -ne 'rollback') {
    Get-Artifact
    Expand-Artifact
  }
  Start-Switch
}

# Directories that only administrators may write to; below C:\ Windows lets all users, unless told otherwise.
function New-Directories($names) {
  if (-not (Test-Path -LiteralPath $root)) {
    $null = [IO.Directory]::CreateDirectory($root)
    $rights = '*S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX' # SYSTEM, Administrators, Users
    $null = Invoke-Program 20 "$SYSTEM\icacls.exe" "`"$root`" /inheritance:r /grant:r $rights"
  }
  foreach ($name in $names) { $null = [IO.Directory]::CreateDirectory("$root\$name") }
  $null = [IO.Directory]::CreateDirectory($attempt)
}

# However a stage ends, it leaves a result; once the switch has begun, the way back comes first.
function Invoke-Stage($stage) {
  try { & $stage } catch {
    if ($completed) { return }
    Write-Log "$($_.Exception.Message) $($_.InvocationInfo.PositionMessage)"
    try {
      if ($switched) { Undo-Switch 'INTERNAL_ERROR' 'the switch ended early' }
      Complete-Attempt 'failed' 'INTERNAL_ERROR' 'the script ended early'
    } catch {
      if ($completed) { return }
      Write-Log "$($_.Exception.Message) $($_.InvocationInfo.PositionMessage)"
      try { Complete-Attempt 'failed' 'ROLLBACK_FAILED' 'the way back ended early' } catch { Write-Log $_.Exception.Message }
    }
  }
}

function Write-Answer {
  $line = Get-Text "$attempt\result"
  if (-not $line -and (Get-Text "$attempt\begun")) {
    $line = Get-ResultLine 'running' 'ATTEMPT_RUNNING' 'the attempt is running; its result is still to come'
  }
  if (-not $line) { $line = Get-ResultLine 'failed' 'INTERNAL_ERROR' "cannot write below $root" }
  $log = (Get-Text "$attempt\log") -replace '[^\n -~]', ''
  if ($log.Length -gt $LOG_TAIL) { $log = $log.Substring($log.Length - $LOG_TAIL) }
  [Console]::Out.Write("$line`n$log`n")
  if ($line.Contains('"outcome":"success"')) { exit 0 } # never 3010, on which SSM Agent restarts the node
  exit 1
}

# The last line of each recipe. The recipe keeps its own things in DIRECTORY of the root.
function Invoke-Recipe($directory) {
  try { Read-Parameters } catch {
    [Console]::Out.Write((Get-ResultLine 'failed' 'INVALID_PARAMETER' "$bad is not acceptable") + "`n")
    exit 1
  }
  $foreground = $env:FLEET_FOREGROUND
  if ($foreground) {
    $env:FLEET_FOREGROUND = ''
    $script:work = "$root\work.$foreground"
    $null = Invoke-Stage { Invoke-Switch }
    exit 0
  }
  $script:work = "$root\work.$PID"
  try { $null = New-Directories $directory } catch { Write-Answer }
  $state = Get-AttemptState
  if ($state -eq 'none' -and (Save-Once "$attempt\begun" (Get-ProcessMark $PID))) { $null = Invoke-Stage { Start-Attempt } }
  if ($state -eq 'interrupted') { $null = Save-Once "$attempt\result" (Get-InterruptedLine) }
  Write-Answer
}
