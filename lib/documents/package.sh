# shellcheck shell=sh disable=SC2154 # the parameters and the other files come before this text
# Document `package`: upgrades an agent from an archive, or takes it back to a version that the node still keeps.
#
# <root>/current -> versions/<version>; the journal of an attempt is told of in attempt.sh.

check_parameters() {
  check_attempt_parameters || return 1
  bad=RestartCommand && is_encoded "$SSM_RestartCommand" && restart_command=$(decode "$SSM_RestartCommand") || return 1
  bad=Service && { [ -z "$SSM_Service" ] || is_word "$SSM_Service" 'A-Za-z0-9@._-' 128; } || return 1
  bad=KeepVersions && is_number "$SSM_KeepVersions" 2 10 || return 1
  bad=MaxKbps && is_number "$SSM_MaxKbps" 0 999999 || return 1
  bad=JitterSeconds && is_number "$SSM_JitterSeconds" 0 600 || return 1
  bad=Proxy && is_encoded "$SSM_Proxy" 1024 && proxy=$(decode "$SSM_Proxy") || return 1
  [ -z "$proxy" ] || is_proxy "$proxy" || return 1
  bad=PublicKey && is_encoded "$SSM_PublicKey" 1024 && public_key=$(decode "$SSM_PublicKey") || return 1
  [ -z "$public_key" ] || is_public_key "$public_key" || return 1
  bad=Artifacts && is_encoded "$SSM_Artifacts" 16384 && artifacts=$(decode "$SSM_Artifacts") || return 1
  { [ "$SSM_Action" = rollback ] && [ -z "$artifacts" ]; } || choose_artifact "$artifacts"
}

act versions
