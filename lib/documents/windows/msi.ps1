# Document `msi`: upgrades an agent that Windows Installer installs, or takes it back to a .msi that the node still keeps.
# <root>\packages\<version>.msi are those that came this way: there is no other .msi of an old version to go back to.

$MSI_SECONDS = 600
$BUSY_SECONDS = 120 # how long another installation may keep Windows Installer

$from = ''
$to = ''
$wasThere = $true # until it is looked: nothing is removed that somebody else may have installed

function Read-RecipeParameters {
  $script:product = Read-Encoded 'Product'
  if ($product -notmatch '^[ -~]{1,200}\z') { throw 'not acceptable' }
  Assert-Parameter 'KeepVersions' '^([2-9]|10)\z'
  Read-Artifact
}

# The entries of Windows Installer in the registry, of 64 and of 32 bits, with this display name. The name of such a key is
# the product code.
function Get-Products {
  $places = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall', 'HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall'
  foreach ($key in Get-ChildItem -Path $places -ErrorAction SilentlyContinue) {
    if ($key.GetValue('DisplayName') -eq $product -and $key.GetValue('WindowsInstaller') -eq 1) {
      [pscustomobject]@{ Code = $key.PSChildName; Version = "$($key.GetValue('DisplayVersion'))" }
    }
  }
}

function Get-InstalledVersion {
  $newest = Get-Products | Sort-Object -Property { $_.Version -as [version] } -Descending | Select-Object -First 1
  if ($newest) { $newest.Version } else { '' }
}

# SHA-256 decides what is taken; who signed it is for the log, since not every publisher signs.
function Expand-Artifact {
  [IO.File]::Move("$work\artifact", "$work\artifact.msi")
  $signature = Get-AuthenticodeSignature -LiteralPath "$work\artifact.msi"
  $signer = if ($signature.SignerCertificate) { $signature.SignerCertificate.Subject } else { 'nobody' }
  Write-Log "signature of the .msi: $($signature.Status), by $signer"
}

# Sets from and to, the .msi files of the way back and of the way forward.
function Set-Place {
  $script:to = "$($given.Version).msi"
  $script:wasThere = [bool]$old -or @(Get-Products).Count -gt 0
  $script:from = if ($old -and (Test-Path -LiteralPath "$root\packages\$old.msi")) { "$old.msi" } else { '' }
  if ($given.Action -eq 'rollback') {
    if (-not (Test-Path -LiteralPath "$root\packages\$to")) { Complete-Attempt 'failed' 'NO_PREVIOUS_VERSION' "the node keeps no .msi of $($given.Version)" }
  } else {
    [IO.File]::Copy("$work\artifact.msi", "$root\packages\$to", $true)
  }
  foreach ($name in $from, $to) {
    if ($name) { [IO.File]::SetLastWriteTimeUtc("$root\packages\$name", [DateTime]::UtcNow) } # the newest are kept
  }
  if ($old -and -not $from) { Write-Log "the node keeps no .msi of ${old}: there is no way back but the one of Windows Installer itself" }
}

# Runs msiexec and waits while another installation is under way. The exit code, or nothing when it does not end: then it
# is left alone, since to kill it does not stop what Windows Installer does.
function Invoke-Msi($what) {
  $deadline = (Get-Now) + $BUSY_SECONDS
  while ($true) {
    $ended = Invoke-Program $MSI_SECONDS "$SYSTEM\msiexec.exe" "$what /qn /norestart /l*v `"$attempt\msi.log`""
    Write-Log "msiexec $what ended with $ended"
    if ($ended -ne 1618 -or (Get-Now) -gt $deadline) { return $ended }
    Start-Sleep -Seconds 10
  }
}

function Test-Installed($code) { $code -in 0, 1641, 3010 }

function Uninstall-Products {
  foreach ($found in @(Get-Products)) {
    if ($found.Code -match '^\{[0-9A-Fa-f-]{36}\}\z') { $null = Invoke-Msi "/x $($found.Code)" }
  }
}

# Most packages refuse to go over a newer version: then that one goes first, and with it what its own removal takes away.
function Install-Msi($name) {
  $again = if ($given.Action -eq 'reinstall' -and $name -eq "$old.msi") { ' REINSTALL=ALL REINSTALLMODE=vomus' } else { '' }
  $ended = Invoke-Msi "/i `"$root\packages\$name`"$again"
  if ($null -eq $ended -or $ended -eq 1618 -or (Test-Installed $ended)) { return $ended }
  if ($name -eq $to -and $given.Action -ne 'rollback') { return $ended }
  Uninstall-Products
  Invoke-Msi "/i `"$root\packages\$name`""
}

function Start-Agent {
  -not $given.Service -or (Invoke-Admin $RESTART_SECONDS 'Start-Service -Name $env:FLEET_SERVICE -ErrorAction Stop')
}

function Switch-Forward {
  $ended = Install-Msi $to
  if ($ended -eq 1618) {
    Complete-Attempt 'failed' 'PACKAGE_LOCKED' "another installation kept Windows Installer for ${BUSY_SECONDS}s; nothing was changed"
  }
  if ($null -eq $ended) {
    Measure-Agent
    Complete-Attempt 'failed' 'ROLLBACK_FAILED' "msiexec has not ended after ${MSI_SECONDS}s and was left alone"
  }
  if (-not (Test-Installed $ended)) { Undo-Switch 'PACKAGE_FAILED' "msiexec ended with $ended" }
  $started = Start-Agent
  if ($ended -ne 0) {
    Measure-Agent
    Complete-Attempt 'failed' 'REBOOT_REQUIRED' "msiexec ended with ${ended}: installed, and active after a restart of the node"
  }
  if (-not $started) { Undo-Switch 'RESTART_FAILED' 'the service did not start' }
}

# Windows Installer takes back by itself what fails while it installs; then there is nothing more to do here.
function Switch-Back {
  Measure-Agent
  if ($old -and $version -ceq $old) { return Start-Agent }
  if (-not $wasThere) {
    Uninstall-Products
    return $true
  }
  if (-not $old) {
    Write-Log 'what was installed before did not tell its version, so that nothing leads back to it'
    return $false
  }
  if (-not $from) {
    Write-Log "NO_PREVIOUS_VERSION: the node keeps no .msi of $old"
    return $false
  }
  if (-not (Test-Installed (Install-Msi $from))) { return $false }
  Start-Agent
}

function Clear-Old {
  Clear-Oldest "$root\packages" ([int]$given.KeepVersions) $to
}

Invoke-Recipe 'packages'
