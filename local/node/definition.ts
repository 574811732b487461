/** Asks the running agent, not a file: a version counts only when the process that runs says so. */
const ASK = `port=$(cat run/port 2>/dev/null) && url="http://127.0.0.1:$port/health" &&
{ curl -fsS -m 2 "$url" 2>/dev/null || wget -q -T 2 -O - "$url"; }`;

/** Shell commands for the directory in which an agent lives. */
export const ASK_VERSION = `{ ${ASK}; } | sed -n 's/.*"version":"\\([^"]*\\)".*/\\1/p'`;
export const ASK_HEALTH = `{ ${ASK}; } | grep -q '"healthy":true'`;

/** The demo agent's definition: the commands run in the node's directory, which is also its install root. */
export const DEMO_AGENT_TYPE = {
  name: 'demo-agent',
  recipe: 'package',
  versionScheme: 'semver',
  versionCommand: ASK_VERSION,
  healthCommand: ASK_HEALTH,
  restartCommand: 'sh current/bin/restart',
  installRoot: '.',
} as const;
