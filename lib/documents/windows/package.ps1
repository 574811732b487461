# Document `package` on Windows: upgrades an agent from a zip, or takes it back to a version that the node still keeps.
# <root>\versions\<version>, and <root>\current, a junction to one of them.

$from = ''
$to = ''

function Get-InstalledVersion { (Get-CurrentTarget).TrimEnd('~') }

function Read-RecipeParameters {
  $script:restartCommand = Read-Encoded 'RestartCommand'
  if ($given.ContainsKey('KeepVersions')) { Assert-Parameter 'KeepVersions' '^([2-9]|10)\z' }
  Read-Artifact
}

# Nothing but files and directories below the archive's own one. A `..`, also one that Windows makes of `.. `, a drive or
# a stream after a colon, and a device are no names for them. .NET unpacks links as the plain files that a zip has.
function Test-EntryName($name) {
  if ($name -match '^[\\/]|[\x00-\x1f:*?"<>|]') { return $false }
  foreach ($part in $name -split '[\\/]') {
    if ($part -ne '.' -and $part -match '[. ]\z|^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\z)') { return $false }
  }
  $true
}

function Expand-Artifact {
  Add-Type -AssemblyName 'System.IO.Compression', 'System.IO.Compression.FileSystem'
  Invoke-Must 'UNPACK_FAILED' {
    $zip = [IO.Compression.ZipFile]::OpenRead("$work\artifact")
    try {
      $size = [long]0
      foreach ($entry in $zip.Entries) {
        if (-not (Test-EntryName $entry.FullName)) { throw 'an entry leads outside or has a name that Windows does not take' }
        $size += $entry.Length
      }
    } finally { $zip.Dispose() }
    $free = [IO.DriveInfo]::new($root.Substring(0, 1)).AvailableFreeSpace
    if ($size + 1048576 -gt $free) { Complete-Attempt 'failed' 'DISK_FULL' "$size bytes do not fit below $root" }
    [IO.Compression.ZipFile]::ExtractToDirectory("$work\artifact", "$work\unpacked")
  }
}

# A virus scanner may have a file of a new directory open for a moment, and then Windows does not rename it.
function Move-Directory($source, $target) {
  for ($try = 1; ; $try++) {
    try {
      [IO.Directory]::Move($source, $target)
      return
    } catch { if ($try -ge 10) { throw } }
    Start-Sleep -Milliseconds 300
  }
}

# Removes a junction and not what it leads to.
function Remove-Junction($path) {
  if (Test-Path -LiteralPath $path) { [IO.Directory]::Delete($path) }
}

# Points `current` at a version, '' takes it away. Windows renames no directory over another one: there is a moment
# without `current`, and what is in `current.before` then is put back by the next attempt.
function Set-Current($name) {
  Remove-Junction "$root\current.new"
  if ($name) { $null = New-Item -ItemType Junction -Path "$root\current.new" -Value "$root\versions\$name" }
  if (Test-Path -LiteralPath "$root\current") {
    Remove-Junction "$root\current.before"
    Move-Directory "$root\current" "$root\current.before"
  }
  if ($name) { Move-Directory "$root\current.new" "$root\current" }
  Remove-Junction "$root\current.before"
}

# Sets from and to, what `current` leads to before and after the switch.
function Set-Place {
  if ((Test-Path -LiteralPath "$root\current.before") -and -not (Test-Path -LiteralPath "$root\current")) {
    Move-Directory "$root\current.before" "$root\current"
  }
  $script:from = Get-CurrentTarget
  if (-not $from -and (Test-Path -LiteralPath "$root\current")) { Complete-Attempt 'failed' 'INTERNAL_ERROR' 'current is not a junction' }
  $script:to = $given.Version
  if ($given.Action -eq 'rollback') {
    if (-not (Test-Path -LiteralPath "$root\versions\$to")) { $script:to = "$to~" }
    if (-not (Test-Path -LiteralPath "$root\versions\$to")) { Complete-Attempt 'failed' 'NO_PREVIOUS_VERSION' "the node keeps no $($given.Version)" }
  } else {
    if ($from -eq $to) { $script:to = "$to~" }
    Invoke-Must 'UNPACK_FAILED' {
      Remove-Tree "$root\versions\$to"
      Move-Directory "$work\unpacked" "$root\versions\$to"
    }
  }
  foreach ($name in $from, $to) { # the newest are kept
    if ($name) { [IO.Directory]::SetLastWriteTimeUtc("$root\versions\$name", [DateTime]::UtcNow) }
  }
}

function Restart-Agent {
  $command = $restartCommand
  if (-not $command -and $given.Service) { $command = 'Restart-Service -Name $env:FLEET_SERVICE -Force -ErrorAction Stop' }
  -not $command -or (Invoke-Admin $RESTART_SECONDS $command)
}

function Switch-Forward {
  Set-Current $to
  if (-not (Restart-Agent)) { Undo-Switch 'RESTART_FAILED' 'the restart failed' }
}

function Switch-Back {
  try { Set-Current $from } catch {
    Write-Log $_.Exception.Message
    return $false
  }
  Restart-Agent
}

function Clear-Old {
  $twin = if ($to.EndsWith('~')) { $to.TrimEnd('~') } else { "$to~" }
  Remove-Tree "$root\versions\$twin" # the copy of this version that was not good enough
  $count = if ($given.KeepVersions) { [int]$given.KeepVersions } else { 3 }
  Clear-Oldest "$root\versions" $count $to
}

Invoke-Recipe 'versions'
