# shellcheck shell=sh disable=SC2154 # the parameters and node.sh come before this text
# Document `report`: what is installed, is it healthy, and how did an attempt end? Changes nothing.

refuse() {
  printf '{"fleetUpgrade":1,"report":true,"error":"INVALID_PARAMETER","message":"%s is not acceptable"}\n' "$1"
  exit 1
}

main() {
  [ -z "$SSM_AttemptId" ] || is_word "$SSM_AttemptId" 'A-Za-z0-9._-' 128 || refuse AttemptId
  take_common_parameters || refuse "$bad"
  state=none result=null
  [ -z "$SSM_AttemptId" ] || state=$(attempt_state)
  case $state in
    done) result=$(content "$attempt/result") ;;
    interrupted) state="done" result=$(interrupted_line) ;;
  esac
  measure
  printf '{"fleetUpgrade":1,"report":true,"version":%s,"healthy":%s,"attempt":{"id":%s,"state":"%s","result":%s}}\n' \
    "$(json_version "$version")" "$healthy" "$(json "$SSM_AttemptId" 128)" "$state" "$result"
}

main 2>/dev/null
