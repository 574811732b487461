# Document `report` on Windows: what is installed, is it healthy, and how did an attempt end? Changes nothing.

function Get-InstalledVersion { (Get-CurrentTarget).TrimEnd('~') }

function Get-Report {
  if ($given.AttemptId) { Assert-FileName 'AttemptId' '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z' }
  Read-CommonParameters
  $script:bad = ''
  $state = 'none'
  $result = 'null'
  if ($given.AttemptId) { $state = Get-AttemptState }
  if ($state -eq 'done') { $result = Get-Text "$attempt\result" }
  if ($state -eq 'interrupted') {
    $state = 'done'
    $result = Get-InterruptedLine
  }
  Measure-Agent
  $asked = Join-Json @(
    '"id":' + (ConvertTo-JsonText $given.AttemptId 128)
    '"state":"' + $state + '"'
    '"result":' + $result
  )
  Join-Json @(
    '"fleetUpgrade":1'
    '"report":true'
    '"version":' + (ConvertTo-JsonVersion $version)
    '"healthy":' + (ConvertTo-JsonFlag $healthy)
    '"attempt":' + $asked
  )
}

# $bad names a parameter until all of them are taken.
function Get-Refusal($problem) {
  $reason = if ($bad) { 'INVALID_PARAMETER' } else { 'INTERNAL_ERROR' }
  $why = if ($bad) { "$bad is not acceptable" } else { $problem }
  Join-Json @(
    '"fleetUpgrade":1'
    '"report":true'
    '"error":"' + $reason + '"'
    '"message":' + (ConvertTo-JsonText $why 300)
  )
}

try {
  $answer = Get-Report
  [Console]::Out.Write("$answer`n")
  exit 0
} catch {
  $answer = Get-Refusal $_.Exception.Message
  [Console]::Out.Write("$answer`n")
  exit 1
}
