# Where a new version comes from, on Windows: picked for this machine, downloaded and checked, before anything changes.

$DOWNLOAD_SECONDS = 300
$LARGEST_ARTIFACT = 2147483648 # bytes: 2 GiB
$READ_SECONDS = 20

$artifact = $null
$architecture = ''

# What has secrets (signed URLs, the proxy's password) is not for what this script starts.
$env:SSM_Artifacts = ''
$env:SSM_Proxy = ''

# Sets artifact to the most specific line that fits, if any, in the foreground alone: the switch has it unpacked.
# The machine's own architecture is in the registry: an emulated process sees another one in its environment.
function Read-Artifact {
  if ($given.Action -eq 'rollback' -or $env:FLEET_FOREGROUND) { return }
  $machine = Get-ItemProperty -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
  $script:architecture = @{ AMD64 = 'x86_64'; ARM64 = 'arm64' }[$machine.PROCESSOR_ARCHITECTURE]
  $best = 0
  $lines = Read-Encoded 'Artifacts'
  foreach ($line in $lines -split '\r?\n') {
    if ($line -eq '') { continue }
    if (-not ($line -cmatch '^(linux|windows|any)[/ ](x86_64|arm64|any) ([!-~]+) ([A-Fa-f0-9]{64}|-) ([A-Za-z0-9+/]{86}==|-)\z')) { throw 'not acceptable' }
    $found = @{ Platform = $Matches[1]; Architecture = $Matches[2]; Url = $Matches[3]; Sha256 = $Matches[4]; Signature = $Matches[5] }
    if (-not (Test-ArtifactUrl $found.Url)) { throw 'not acceptable' }
    $fit = 1 + 2 * [int]($found.Platform -eq 'windows') + [int]($found.Architecture -ne 'any')
    if ($found.Platform -eq 'linux' -or $found.Architecture -notin $architecture, 'any' -or $fit -le $best) { continue }
    $best = $fit
    $script:artifact = $found
  }
  $script:publicKey = Read-Encoded 'PublicKey'
  $script:proxy = Read-Encoded 'Proxy'
  if ($proxy -and $proxy -cnotmatch '^https?://([^@/\s]+@)?[A-Za-z0-9.-]+(:[0-9]{1,5})?\z') { throw 'not acceptable' }
  if ($given.ContainsKey('MaxKbps')) { Assert-Parameter 'MaxKbps' '^[0-9]{1,9}\z' }
  if ($given.ContainsKey('JitterSeconds')) { Assert-Parameter 'JitterSeconds' '^(0|[1-9][0-9]?|[1-5][0-9]{2}|600)\z' }
}

function Test-ArtifactUrl($url) {
  $url -cmatch '^s3://[a-z0-9][a-z0-9.-]{2,62}/[A-Za-z0-9._~/+=@:,-]+\z' -or (Test-SafeUrl $url)
}

function Get-Artifact {
  if (-not $artifact) { Complete-Attempt 'failed' 'NO_ARTIFACT_FOR_PLATFORM' 'no artifact is for Windows on this architecture' }
  Wait-Jitter
  Write-Log "downloading $(($artifact.Url -split '\?')[0])"
  Invoke-Must 'DOWNLOAD_FAILED' { Save-Artifact $artifact.Url "$work\artifact" }
  Invoke-Must 'CHECKSUM_MISMATCH' { Assert-Sum }
  Invoke-Must 'SIGNATURE_INVALID' { Assert-Signature }
}

# A share of JitterSeconds that follows from the node and the attempt, and leaves time for the download and 60 s to unpack.
function Wait-Jitter {
  $spread = [int]$given.JitterSeconds
  $sum = 0
  foreach ($letter in "$env:AWS_SSM_INSTANCE_ID $env:COMPUTERNAME $($given.AttemptId)".ToCharArray()) { $sum = ($sum * 31 + [int]$letter) % 65521 }
  $room = [Math]::Min([long]$spread, [long]$given.NotAfter - (Get-Now) - $DOWNLOAD_SECONDS - 60)
  if ($room -le 0) { return }
  $seconds = $sum % ($room + 1)
  Write-Log "waiting ${seconds}s, so that not all nodes download at once"
  Start-Sleep -Seconds $seconds
}

function Get-Proxy {
  $uri = [Uri]$proxy
  $through = [Net.WebProxy]::new("$($uri.Scheme)://$($uri.Authority)", $true) # not for this machine itself
  $user, $password = $uri.UserInfo -split ':', 2
  if ($user) { $through.Credentials = [Net.NetworkCredential]::new([Uri]::UnescapeDataString($user), [Uri]::UnescapeDataString("$password")) }
  $through
}

function Save-Artifact($url, $path) {
  if ($url -cmatch '^s3://([^/]+)/(.+)\z') {
    Save-S3Object $Matches[1] $Matches[2] $path
    return
  }
  [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
  for ($hop = 0; $hop -le 5; $hop++) {
    $request = [Net.WebRequest]::Create($url)
    $request.AllowAutoRedirect = $false # by hand, since .NET follows from https to http
    $request.Timeout = $READ_SECONDS * 1000
    $request.ReadWriteTimeout = $READ_SECONDS * 1000
    if ($proxy) { $request.Proxy = Get-Proxy }
    $response = $request.GetResponse()
    try {
      if ([int]$response.StatusCode -lt 300) {
        Copy-Stream ($response.GetResponseStream()) $path
        return
      }
      $url = [Uri]::new([Uri]$url, $response.Headers['Location']).AbsoluteUri
    } finally { $response.Close() }
    if (-not $url.StartsWith('https:') -or -not (Test-SafeUrl $url)) { throw 'a redirect leads to what is not https' }
  }
  throw 'too many redirects'
}

# Not faster than MaxKbps (kilobits a second, 0: no limit), not larger than 2 GiB, not longer than 300 s.
function Copy-Stream($stream, $path) {
  $deadline = [Diagnostics.Stopwatch]::StartNew()
  $bytesPerSecond = [long]$given.MaxKbps * 125
  $buffer = [byte[]]::new(65536)
  $total = [long]0
  $file = [IO.File]::Create($path)
  try {
    while (($read = $stream.Read($buffer, 0, $buffer.Length)) -gt 0) {
      $file.Write($buffer, 0, $read)
      $total += $read
      if ($total -gt $LARGEST_ARTIFACT) { throw 'it is larger than 2 GiB' }
      if ($deadline.Elapsed.TotalSeconds -gt $DOWNLOAD_SECONDS) { throw "it takes longer than ${DOWNLOAD_SECONDS}s" }
      if (-not $bytesPerSecond) { continue }
      $ahead = $total * 1000 / $bytesPerSecond - $deadline.ElapsedMilliseconds
      if ($ahead -gt 0) { Start-Sleep -Milliseconds $ahead }
    }
  } finally { $file.Close() }
}

# With the node's own role, by the AWS Tools for PowerShell, which Amazon's images of Windows have, or by the AWS CLI.
function Save-S3Object($bucket, $key, $path) {
  if (Get-Command -Name 'Read-S3Object' -ErrorAction SilentlyContinue) {
    $null = Read-S3Object -BucketName $bucket -Key $key -File $path -Region $env:AWS_SSM_REGION_NAME
    return
  }
  $aws = Get-Command -Name 'aws.exe' -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
  if (-not $aws) { throw 'this node has neither the AWS Tools for PowerShell nor the AWS CLI' }
  $ended = Invoke-Program $DOWNLOAD_SECONDS $aws.Source "s3 cp --only-show-errors `"s3://$bucket/$key`" `"$path`""
  if ($ended -ne 0) { throw "aws s3 cp ended with $ended" }
}

function Assert-Sum {
  if ($artifact.Sha256 -eq '-') {
    Write-Log 'there is no checksum to compare with'
    return
  }
  $found = (Get-FileHash -LiteralPath "$work\artifact" -Algorithm SHA256).Hash
  if ($found -ne $artifact.Sha256) { throw "SHA-256 is $found, not $($artifact.Sha256)" }
}

# Ed25519 over the file's bytes. .NET Framework does not know it: without an OpenSSL of 3.0 or later nothing is taken.
function Assert-Signature {
  if (-not $publicKey) { return }
  if ($artifact.Signature -eq '-') { throw 'the artifact has no signature, and one is asked for' }
  $places = 'openssl.exe', "$env:ProgramFiles\OpenSSL-Win64\bin\openssl.exe", "$env:ProgramFiles\Git\mingw64\bin\openssl.exe"
  $openssl = Get-Command -Name $places -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
  if (-not $openssl) { throw 'this node has no openssl.exe, without which Windows cannot check an ed25519 signature' }
  [IO.File]::WriteAllText("$work\key.pem", $publicKey)
  [IO.File]::WriteAllBytes("$work\signature", [Convert]::FromBase64String($artifact.Signature))
  $options = "-pubin -inkey `"$work\key.pem`" -rawin -in `"$work\artifact`" -sigfile `"$work\signature`""
  $ended = Invoke-Program 60 $openssl.Source "pkeyutl -verify $options"
  if ($ended -ne 0) { throw 'the signature is not one of this key over this file' }
}
