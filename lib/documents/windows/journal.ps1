# What an attempt has left in <root>\attempts\<attempt id>, as text and as JSON. Changes nothing; `report` has it too.

function Get-Text($path) {
  if (Test-Path -LiteralPath $path -PathType Leaf) { [IO.File]::ReadAllText($path).Trim() } else { '' }
}

# "<pid>:<start time>" of a living process, so that a later one with the same number is not taken for it.
function Get-ProcessMark($id) {
  $found = Get-Process -Id $id -ErrorAction SilentlyContinue
  if (-not $found) { return '' }
  try { '{0}:{1}' -f $found.Id, $found.StartTime.ToFileTimeUtc() } catch { 'protected' } # so it is none of ours
}

function Test-Alive($mark) {
  if (-not $mark) { return $false }
  $id = ($mark -split ':')[0]
  (Get-ProcessMark $id) -eq $mark
}

# none | running | interrupted | done. The script in the foreground writes `begun`, the one that switches `switching`.
function Get-AttemptState {
  if (Get-Text "$attempt\result") { return 'done' }
  if (-not (Get-Text "$attempt\begun")) { return 'none' }
  if ((Test-Alive (Get-Text "$attempt\begun")) -or (Test-Alive (Get-Text "$attempt\switching"))) { return 'running' }
  if (Get-Text "$attempt\result") { 'done' } else { 'interrupted' } # it may have ended while we looked
}

# A JSON string of at most LENGTH characters; what is not printable ASCII is left out.
function ConvertTo-JsonText($text, $length) {
  $plain = "$text" -replace '[^ -~]', ''
  if ($plain.Length -gt $length) { $plain = $plain.Substring(0, $length) }
  '"' + ($plain -replace '[\\"]', '\$0') + '"'
}

# A reported version in JSON: null when the agent did not answer.
function ConvertTo-JsonVersion($text) {
  if ($text) { ConvertTo-JsonText $text 64 } else { 'null' }
}

function ConvertTo-JsonFlag($flag) {
  if ($flag) { 'true' } else { 'false' }
}

# JSON from its parts, in their order. No two braces stand together in these files: Systems Manager would read a parameter.
function Join-Json($parts) {
  '{' + ($parts -join ',') + '}'
}

# old, version and healthy are what the node reported before and last.
function Get-ResultLine($outcome, $reason, $message) {
  Join-Json @(
    '"fleetUpgrade":1'
    '"attemptId":' + (ConvertTo-JsonText $given.AttemptId 128)
    '"outcome":"' + $outcome + '"'
    '"reason":"' + $reason + '"'
    '"oldVersion":' + (ConvertTo-JsonVersion $old)
    '"newVersion":' + (ConvertTo-JsonVersion $version)
    '"healthy":' + (ConvertTo-JsonFlag $healthy)
    '"message":' + (ConvertTo-JsonText $message 300)
  )
}

# The result of an attempt whose processes are gone without one: cancelled, killed, or the node went down.
function Get-InterruptedLine {
  $script:old = Get-Text "$attempt\old"
  Measure-Agent
  Get-ResultLine 'failed' 'INTERRUPTED' 'The attempt ended without a result; version and health are as of now.'
}
