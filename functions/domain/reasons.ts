interface AgentReason {
  /** How an attempt that ends with this reason counts. */
  readonly status: 'success' | 'failed' | 'excluded';
  /** May the agent be sent again in the same job? */
  readonly retryable: boolean;
  /** One sentence for people. */
  readonly sentence: string;
}

const failed = (sentence: string): AgentReason => ({ status: 'failed', retryable: false, sentence });
const failedForNow = (sentence: string): AgentReason => ({ status: 'failed', retryable: true, sentence });
/** Outside of what the job is about: neither a success nor a failure. */
const excluded = (sentence: string): AgentReason => ({ status: 'excluded', retryable: false, sentence });
const success = (sentence: string): AgentReason => ({ status: 'success', retryable: false, sentence });

/** Every reason with which an agent of a job can end. */
export const agentReasons = {
  UPGRADED: success('The node reports the target version and a healthy agent.'),
  ROLLED_BACK: success('The node reports the version from before and a healthy agent.'),
  ALREADY_CURRENT: success('The node reported the target version before anything was done.'),
  SIMULATED: success('Nothing was sent: nothing that can be seen from here would keep the agent from being sent.'),

  AGENT_NOT_FOUND: failed('No agent with this agentUuid is registered.'),
  FORBIDDEN_AGENT: failed('The agent is outside the tags that the token was for by which the job was made.'),
  AGENT_TYPE_UNKNOWN: failed('This deployment does not know the agent type of this agent.'),
  VERSION_NOT_FOUND: failed('The version catalogue has no such version for this agent type.'),
  NO_PREVIOUS_VERSION: failed('The version from before is not known, or the node no longer keeps it.'),
  VERSION_DEPRECATED: failed('The version is deprecated for this agent type.'),
  VERSION_TOO_OLD: failed('The agent runs a version that is too old to be upgraded to the target at once.'),
  ARTIFACT_UNUSABLE: failed('The job brings an artifact, and agents of this type are not installed from one.'),
  DOWNGRADE_NOT_ALLOWED: failed('The agent runs a newer version; set allowDowngrade to go back.'),
  AGENT_BUSY: failed('Another job holds this agent.'),
  AGENT_OFFLINE: failed('Systems Manager has no connection to the node.'),
  NODE_NOT_MANAGED: failed('The node is not a managed node of Systems Manager.'),
  COMMAND_REJECTED: failed('Systems Manager refused the command.'),

  DOWNLOAD_FAILED: failedForNow('The node could not download the artifact.'),
  CHECKSUM_MISMATCH: failed('The downloaded artifact has another SHA-256 than the catalogue.'),
  SIGNATURE_INVALID: failed('The artifact is not signed with the key of its agent type.'),
  NO_ARTIFACT_FOR_PLATFORM: failed('The version has no artifact for the platform and architecture of the node.'),
  UNPACK_FAILED: failed('The artifact could not be unpacked.'),
  DISK_FULL: failed('The node has too little free disk.'),
  PACKAGE_LOCKED: failedForNow('Another program on the node kept its package manager locked.'),
  PACKAGE_HELD: failed('The node holds the package at its version.'),
  PACKAGE_NOT_FOUND: failed('The repositories of the node have no such version of the package.'),
  REPOSITORY_FAILED: failedForNow('The node could not read its repositories, or does not trust them.'),
  PACKAGE_FAILED: failed('The package could not be installed.'),
  REBOOT_REQUIRED: failed('The new version is installed, and runs only once the node has been restarted.'),
  RESTART_FAILED: failed('The new version could not be started; the node switched back.'),
  HEALTH_CHECK_FAILED: failed('The new version was not healthy in time; the node switched back.'),
  ROLLBACK_FAILED: failed('The upgrade failed and so did the switch back: the agent needs help now.'),
  NOT_AFTER_PASSED: failedForNow('The command reached the node too late, so the node did nothing.'),
  NODE_BUSY: failedForNow('Another command was changing this agent on its node.'),
  INVALID_PARAMETER: failed('The node refused a parameter of the command.'),
  INTERRUPTED: failedForNow('The script was cut off on the node before it had a result.'),
  INTERNAL_ERROR: failed('The script failed on the node in a way it does not know.'),

  NOT_UPGRADED: failedForNow('The command ended without a result, and the node still runs another version.'),
  NOT_REINSTALLED: failed('The document of AWS found the version installed, and did nothing.'),
  AGENT_UNHEALTHY: failed('The command ended without a result, and the node reports an unhealthy agent.'),
  VERSION_MISMATCH: failed('The node reports another version than the target.'),
  UNHEALTHY_AFTER_BAKE: failed('The agent was upgraded, and at the end of the bake it was no longer healthy.'),
  NODE_UNREACHABLE: failed('The node could not be asked what happened: it may have changed.'),

  NODE_TERMINATED: excluded('The node was terminated: there is nothing left to upgrade.'),

  NOT_STARTED: failed('The job ended before this agent was sent a command.'),
} as const satisfies Record<string, AgentReason>;

export type AgentReasonCode = keyof typeof agentReasons;

/** Every reason with which an agent of a job can be on its way. */
export const progressReasons = {
  SENT: 'The command is sent, and its result is awaited.',
  OUTCOME_UNKNOWN: 'The command ended without a result: the node is asked what happened.',
  WAITING_FOR_NODE: 'Systems Manager has no connection to the node: the job waits until it is back.',
} as const;

export type ProgressReasonCode = keyof typeof progressReasons;

/** Every reason with which a job can be in its phase. */
export const jobReasons = {
  SUBMITTED: 'The job is stored and its workflow is about to start.',
  PARENT_ENDING:
    'The job that is taken back ends first: it sends no more, and what is under way is followed to its end.',
  AWAITING_APPROVAL: 'Somebody other than the requester has to approve the job.',
  APPROVED: 'The job was approved.',
  SCHEDULED: 'The job waits for its start time.',
  WINDOW_CLOSED: 'The job waits for its maintenance window to open.',
  WAVE_RUNNING: 'The current wave has batches that are not settled.',
  VERIFYING: 'The wave was watched long enough: its nodes are asked whether they are still well.',
  WAITING_FOR_NODES: 'Only agents whose nodes are offline are left: the job waits until they are back.',
  BAKING: 'The finished wave is watched for a while before the next one starts.',
  ALARM: 'A CloudWatch alarm that the job watches is in ALARM.',
  ALARM_UNREADABLE: 'A CloudWatch alarm that the job watches cannot be read.',
  FROZEN: 'An administrator froze all sending for agents of this job.',
  VERSION_DEPRECATED: 'The target version was deprecated: the job waits until it is active again.',
  PAUSED: 'An operator paused the job.',
  RESUMED: 'The job may send again.',
  ROLLED_BACK: 'A rollback of this job was asked for: it sends no more, and what it changed is taken back.',
  CANCELLED: 'An operator cancelled the job.',
  SIMULATING: 'The job looks at each agent and sends nothing.',
  SIMULATED: 'Every agent could be sent; nothing was.',
  PLAN_CHANGED: 'The plan is another one than the simulated one that the request cites.',
  FAILURE_THRESHOLD: 'More agents failed than the job allows.',
  WAVE_VANISHED:
    'More agents than the job bears, or all of a wave, are on nodes that were terminated since their command was sent.',
  SETTLING: 'The job sends no more commands and waits for those under way.',
  ALL_SUCCEEDED: 'Every agent runs the target version.',
  NO_AGENTS: 'The job found no agent that it is about.',
  ALL_EXCLUDED: 'The node of every agent was terminated.',
  SOME_FAILED: 'At least one agent failed; its own reason tells why.',
  WORKFLOW_FAILED: 'The workflow met an error that it could not get past.',
  WORKFLOW_LOST: 'The execution of the workflow failed, timed out, was aborted or vanished.',
} as const;

export type JobReasonCode = keyof typeof jobReasons;
