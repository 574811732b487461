# shellcheck shell=sh disable=SC2154 # the parameters and the other files come before this text
# Document `package`: upgrades an agent from an archive, or takes it back to a version that the node still keeps.
#
# <root>/current -> versions/<version>; the journal of an attempt is told of in attempt.sh.

check_parameters() {
  check_attempt_parameters || return 1
  bad=RestartCommand && is_encoded "$SSM_RestartCommand" || return 1
  restart_command=$(decode "$SSM_RestartCommand")
  [ "$SSM_Action" != rollback ] || return 0
  bad=Sha256 && is_word "$SSM_Sha256" A-Fa-f0-9 64 && [ "${#SSM_Sha256}" = 64 ] || return 1
  bad=ArtifactUrl && is_encoded "$SSM_ArtifactUrl" || return 1
  url=$(decode "$SSM_ArtifactUrl") && is_safe_url "$url"
}

act versions
