# What the Windows steps share: how a script learns about the node that it runs on. Windows PowerShell 5.1, no modules.
# No parameter is evaluated or becomes part of a command line, except the administrator's own commands, each run by a
# PowerShell of its own. $given holds the parameters by name, as older agents paste them.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue' # a progress bar slows 5.1 down and writes to the error stream

$COMMAND_SECONDS = 20 # a version or health command that takes longer has not answered
$SYSTEM = "$env:SystemRoot\System32"
$POWERSHELL = "$SYSTEM\WindowsPowerShell\v1.0\powershell.exe"

# Newer agents set variables. An empty one may not reach a process on Windows at all; then nothing was pasted either.
foreach ($parameter in @($given.Keys)) {
  $set = [Environment]::GetEnvironmentVariable("SSM_$parameter")
  if ($set) { $given[$parameter] = $set } elseif ($given[$parameter] -match '^[${]') { $given[$parameter] = '' }
}

$bad = ''
$root = ''
$attempt = ''
$said = ''
$old = ''
$version = ''
$healthy = $false

# Throws unless a parameter is as its pattern wants it; $bad is then its name. Patterns end with \z: $ admits a newline.
function Assert-Parameter($name, $pattern) {
  $script:bad = $name
  if ($given[$name] -cnotmatch $pattern) { throw 'not acceptable' }
}

# A parameter that names a file: Windows takes the dot off `a.`, and `nul.1` is a device.
function Assert-FileName($name, $pattern) {
  Assert-Parameter $name $pattern
  if ($given[$name] -match '\.\z|^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\z)') { throw 'not a file name' }
}

# Base64url to text, '' where the document has no such parameter.
function Read-Encoded($name) {
  if (-not $given.ContainsKey($name)) { return '' }
  Assert-Parameter $name '^[A-Za-z0-9_-]*\z'
  $base64 = $given[$name].Replace('-', '+').Replace('_', '/')
  $base64 = $base64.PadRight([int][Math]::Ceiling($base64.Length / 4) * 4, '=')
  [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($base64))
}

# https, or http to this machine itself, and no user or password in it.
function Test-SafeUrl($url) {
  if ($url -cnotmatch '^https?://[!-~]+\z') { return $false }
  $uri = [Uri]$url
  $uri.UserInfo -eq '' -and ($uri.Scheme -eq 'https' -or $uri.IsLoopback)
}

# Sets root, attempt and the administrator's commands. Program Files, since all users may write below ProgramData.
function Read-CommonParameters {
  Assert-FileName 'AgentType' '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z'
  $script:versionCommand = Read-Encoded 'VersionCommand'
  $script:healthCommand = Read-Encoded 'HealthCommand'
  $script:healthUrl = Read-Encoded 'HealthUrl'
  if ($healthUrl -and -not (Test-SafeUrl $healthUrl)) { throw 'not acceptable' }
  $script:root = Read-Encoded 'InstallRoot'
  if (-not $root) { $script:root = Join-Path "$env:ProgramFiles\fleet-upgrade" $given.AgentType }
  if ($root -cnotmatch '^[A-Za-z]:(\\[A-Za-z0-9_()-][A-Za-z0-9 ._()-]*)+\z' -or $root -match '[. ](\\|\z)') { throw 'not acceptable' }
  if ($given.AttemptId) { $script:attempt = Join-Path "$root\attempts" $given.AttemptId }
}

# Runs a program without a window for at most SECONDS: its exit code, or nothing while it still runs as $program.
# What it prints goes to $said, never to this script's own output, which a process that it leaves behind would hold open.
function Invoke-Program($seconds, $file, $arguments) {
  $start = [Diagnostics.ProcessStartInfo]::new($file, $arguments)
  $start.UseShellExecute = $false
  $start.CreateNoWindow = $true
  $start.RedirectStandardInput = $true
  $start.RedirectStandardOutput = $true
  $start.RedirectStandardError = $true
  if (Test-Path -LiteralPath $root) { $start.WorkingDirectory = $root }
  $printed = [IO.MemoryStream]::new()
  $errors = [IO.MemoryStream]::new()
  $script:said = ''
  $script:program = [Diagnostics.Process]::Start($start)
  $program.StandardInput.Close()
  $copying = $program.StandardOutput.BaseStream.CopyToAsync($printed)
  $null = $program.StandardError.BaseStream.CopyToAsync($errors)
  if (-not $program.WaitForExit($seconds * 1000)) { return }
  $null = $copying.Wait(1000) # no longer: what the program has started may hold the pipe
  $script:said = [Text.Encoding]::UTF8.GetString($printed.ToArray())
  $program.ExitCode
}

# One of the administrator's commands, as PowerShell: did it end with 0 within SECONDS?
function Invoke-Admin($seconds, $command) {
  $quiet = '$ProgressPreference = "SilentlyContinue"; ' + $command
  $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($quiet))
  $env:FLEET_ROOT = $root
  $env:FLEET_VERSION = Get-InstalledVersion
  $env:FLEET_SERVICE = $given.Service
  $options = '-NoProfile -NonInteractive -ExecutionPolicy Bypass -InputFormat None -OutputFormat Text'
  $ended = Invoke-Program $seconds $POWERSHELL "$options -EncodedCommand $encoded"
  if ($null -ne $ended) { return $ended -eq 0 }
  $null = Invoke-Program 10 "$SYSTEM\taskkill.exe" "/T /F /PID $($program.Id)"
  $false
}

# The name of the version that the junction `current` leads to. An upgrade over a broken copy of itself has a ~ after it.
function Get-CurrentTarget {
  $link = Get-Item -LiteralPath "$root\current" -Force -ErrorAction SilentlyContinue
  if (-not $link -or $link.LinkType -ne 'Junction') { return '' }
  $target = @($link.Target)[0]
  [IO.Path]::GetFileName($target)
}

# GET answers 2xx within 5 s.
function Test-Url($url) {
  try {
    $request = [Net.WebRequest]::Create($url)
    $request.AllowAutoRedirect = $false
    $request.Timeout = 5000
    $response = $request.GetResponse()
    $response.Close()
    [int]$response.StatusCode -lt 300
  } catch [Net.WebException] { $false } # no answer, or one of 400 and more
}

# Sets version (what the agent itself reports; '' when it does not answer) and healthy.
# Without a version command the version is what is installed: weaker, since nothing has answered.
function Measure-Agent {
  $found = if ($versionCommand) { $null = Invoke-Admin $COMMAND_SECONDS $versionCommand; $said } else { Get-InstalledVersion }
  $script:version = ("$found" -split '\r?\n')[0].Trim()
  $script:healthy = $false
  if (-not $version) { return }
  if ($healthCommand) { $script:healthy = Invoke-Admin $COMMAND_SECONDS $healthCommand }
  elseif ($healthUrl) { $script:healthy = Test-Url $healthUrl }
  else { $script:healthy = $true }
}
