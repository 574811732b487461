# shellcheck shell=sh disable=SC2154 # the parameters and the other files come with this text
# The agent's service, where the agent type names one.

SERVICE_SECONDS=60

# A systemd that hangs must not hold the lock of the agent for ever.
in_time() {
  timeout -s KILL "$SERVICE_SECONDS" "$@"
}

service_does() {
  if command -v systemctl >/dev/null && in_time systemctl show --property=Version >/dev/null 2>&1; then
    if [ "$1" = status ]; then set -- is-active; else in_time systemctl daemon-reload; fi
    in_time systemctl "$1" "$SSM_Service"
  else
    in_time service "$SSM_Service" "$1"
  fi
}

service_runs() {
  [ -n "$SSM_Service" ] && service_does status >/dev/null 2>&1
}

# After its package has changed, whatever the package's scripts did. One that somebody had stopped stays so, unless only a
# running one can be found healthy.
run_service() {
  [ -n "$SSM_Service" ] || return 0
  { [ "$service_ran" = yes ] || [ -n "$SSM_HealthCommand${health_url:-}" ]; } || return 0
  log "restarting $SSM_Service"
  service_does restart
}
