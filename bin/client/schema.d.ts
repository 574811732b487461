// Written by `npm run generate` from docs/openapi.json.

export interface paths {
    "/api/v1/agents/batch-upgrade": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upgrade agents
         * @description Starts a job that brings the named or chosen agents to the target version, wave by wave, and answers the job at once, or with `Prefer` when it has ended. Agents that are unknown, offline or busy fail by themselves and do not sink the job.
         *
         *     Takes the scope `fleet/upgrade`.
         */
        post: operations["submitUpgrade"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agentUuid}/upgrade": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upgrade an agent
         * @description Starts a job for this agent alone, and answers what is known of the agent in it, at once or with `Prefer` when it is done: no status before. The job says how it goes on.
         *
         *     Takes the scope `fleet/upgrade`.
         */
        post: operations["submitAgentUpgrade"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List jobs
         * @description All jobs, newest first, or those for which every filter holds. A filtered page reads a bounded number of jobs and may be short, even empty, and still have a nextCursor. How far a job is, and its agents, the job itself tells.
         *
         *     Takes the scope `fleet/read`.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-jobs/{jobId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a job
         * @description The job as it is now, with its agents: all of them up to 10,000, or a page where `limit` or `cursor` asks for one. The list of its agents goes on under the same cursors.
         *
         *     Takes the scope `fleet/read`.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-jobs/{jobId}/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a job's agents
         * @description In the order in which they were named, those that are excluded among them. A filtered page looks at 2,000 agents at most and may be short, even empty, and still have a nextCursor.
         *
         *     Takes the scope `fleet/read`.
         */
        get: operations["listJobAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-jobs/{jobId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a job's audit trail
         * @description What became of the job, why, and who asked for it; oldest first.
         *
         *     Takes the scope `fleet/read`.
         */
        get: operations["listJobEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-jobs/{jobId}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a job's report
         * @description What became of the job and what it cost, at any time; final once the job is done. `Accept` chooses the form: CSV has the agents alone. A page has as many agents as fit into an answer; the header `link` leads to the next one.
         *
         *     Takes the scope `fleet/read`.
         */
        get: operations["getJobReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-jobs/{jobId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a job
         * @description It sends no more until it is resumed; what is under way is followed to its end.
         *
         *     Takes the scope `fleet/upgrade`.
         */
        post: operations["pauseJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-jobs/{jobId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a job
         * @description It may send again. Agents that failed until now no longer count for its threshold.
         *
         *     Takes the scope `fleet/upgrade`.
         */
        post: operations["resumeJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-jobs/{jobId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a job
         * @description It sends no more, commands whose switch has not begun are ended, and what is under way is followed to its end.
         *
         *     Takes the scope `fleet/upgrade`.
         */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-jobs/{jobId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a job
         * @description Whoever asked for the job cannot approve it.
         *
         *     Takes the scope `fleet/upgrade`.
         */
        post: operations["approveJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-jobs/{jobId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a job's failed agents
         * @description Makes a new job of the agents that failed, and answers it.
         *
         *     Takes the scope `fleet/upgrade`.
         */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade-jobs/{jobId}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a job back
         * @description Makes a new job that brings the agents which the job changed, or may have changed, back to what they ran before, and answers it. A job that is under way ends first. Repeatable: a job has one rollback.
         *
         *     Takes the scope `fleet/upgrade`.
         */
        post: operations["rollbackJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List agents
         * @description The inventory, in pages. A filtered page reads a bounded part of it and may be short, even empty, and still have a nextCursor.
         *
         *     Takes the scope `fleet/read`.
         */
        get: operations["listAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agentUuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an agent
         * @description What the inventory knows of it.
         *
         *     Takes the scope `fleet/read`.
         */
        get: operations["getAgent"];
        /**
         * Register an agent
         * @description Names the agent of one type on a node. A node has one agent of each type. Repeatable.
         *
         *     Takes the scope `fleet/admin`.
         */
        put: operations["putAgent"];
        post?: never;
        /**
         * Remove an agent
         * @description Takes it out of the inventory; on its node nothing changes.
         *
         *     Takes the scope `fleet/admin`.
         */
        delete: operations["deleteAgent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discover agents
         * @description Looks over the managed nodes of Systems Manager for agents. One call looks for 15 s at most; another goes on.
         *
         *     Takes the scope `fleet/admin`.
         */
        post: operations["discoverAgents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/freeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List freezes
         * @description All that are in force.
         *
         *     Takes the scope `fleet/read`.
         */
        get: operations["getFreeze"];
        /**
         * Freeze sending
         * @description No job sends anything to the agents of the scope; what is under way is followed to its end. Replaces the freeze of the same scope.
         *
         *     Takes the scope `fleet/admin`.
         */
        put: operations["putFreeze"];
        post?: never;
        /**
         * End a freeze
         * @description Jobs that wait go on at once. Answers the freeze that was.
         *
         *     Takes the scope `fleet/admin`.
         */
        delete: operations["deleteFreeze"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export everything
         * @description Agents, versions and jobs with their agents and events, a JSON text on each line. The last line of a page is of kind `end` and has the cursor of the next page, null at the end of all.
         *
         *     Takes the scope `fleet/admin`.
         */
        get: operations["exportFleet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List versions
         * @description The catalogue, newest first.
         *
         *     Takes the scope `fleet/read`.
         */
        get: operations["listVersions"];
        put?: never;
        /**
         * Publish a version
         * @description Once: what jobs, checksums and audits cite never changes. Repeatable with the same contents.
         *
         *     Takes the scope `fleet/admin`.
         */
        post: operations["publishVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{agentType}/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a version
         * @description Addresses of artifacts come without their query, which may be a key; administrators see it.
         *
         *     Takes the scope `fleet/read`.
         */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{agentType}/{version}/deprecate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deprecate a version
         * @description New jobs to it are refused agent by agent, and running ones wait until it is active again. Repeatable: the first reason stays.
         *
         *     Takes the scope `fleet/admin`.
         */
        post: operations["deprecateVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{agentType}/{version}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate a version again
         * @description Takes a deprecation back; jobs that wait go on.
         *
         *     Takes the scope `fleet/admin`.
         */
        post: operations["activateVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read this document
         * @description The API as OpenAPI 3.1, as it is deployed.
         *
         *     Takes no token.
         */
        get: operations["getOpenapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask for a sign of life
         * @description That requests reach the functions. It tells nothing of the jobs, of AWS, or of what is deployed.
         *
         *     Takes no token.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The upgrade of some agents to one version. */
        UpgradeRequest: {
            /**
             * @description The agents: a list, or one comma-separated string; at most 10000 different ones.
             * @example [
             *       "item1",
             *       "item2"
             *     ]
             */
            agentUuids?: string[] | string;
            /** @description Chooses agents of the inventory, any number of them, in place of agentUuids. */
            selector?: components["schemas"]["Selector"];
            /**
             * @description The version that the agents are to run, as the catalogue calls it.
             * @example 1.5.0
             */
            targetVersion: string;
            /**
             * @description Your own words, such as why; shown with the job.
             * @example CHG-1042
             */
            note?: string;
            /**
             * @description The change that the job belongs to: up to 100 printable characters on one line. A retry and a rollback keep it.
             * @example CHG-1042
             */
            changeTicket?: string;
            /**
             * @description May agents go back to an older version? As the deployment says unless given.
             * @example false
             */
            allowDowngrade?: boolean;
            /**
             * @description Act also where the target version runs already.
             * @default false
             */
            reinstall?: boolean;
            /**
             * @description What becomes of an agent whose node is offline: it fails at once, or is waited for, at most 48 hours.
             * @default fail
             * @example fail
             */
            offline?: ("fail" | "wait") | {
                waitHours: number;
            };
            /** @description Replaces the catalogue's artifact in this job. Takes an administrator, and an address that the deployment allows. */
            artifact?: components["schemas"]["OwnArtifact"];
            /**
             * @description Plan the job and look at its agents, but send nothing.
             * @default false
             * @example true
             */
            simulated?: boolean;
            /** @description The plan that a simulated job showed: the job runs only if its own plan is the same. */
            planHash?: string;
            /**
             * @description How the upgrade is rolled out; safe defaults for what is left out.
             * @default {}
             */
            rollout?: components["schemas"]["Rollout"];
        };
        /** @description Chooses agents by what the inventory says of them: all of what is given must hold, and something must be. */
        Selector: {
            /**
             * @description Tags that an agent must have, with these values.
             * @example {
             *       "site": "berlin"
             *     }
             */
            tags?: {
                [key: string]: string;
            };
            /**
             * @description The agent type.
             * @example demo-agent
             */
            agentType?: string;
            /**
             * @description The version that the node reported last: `atLeast` itself is in, `below` itself is not.
             * @example {
             *       "below": "1.5.0"
             *     }
             */
            currentVersion?: {
                /**
                 * @description The version that the agents are to run, as the catalogue calls it.
                 * @example 1.5.0
                 */
                atLeast?: string;
                /**
                 * @description The version that the agents are to run, as the catalogue calls it.
                 * @example 1.5.0
                 */
                below?: string;
            };
        };
        /** @description An archive that replaces that of the catalogue in one job. */
        OwnArtifact: {
            /**
             * @description An https URL, or s3://bucket/key.
             * @example https://artifacts.example.com/demo-agent-1.5.0.tar.gz
             */
            url: string;
            /** @description Its SHA-256, 64 hexadecimal digits. */
            sha256?: string;
            /** @description The same as `sha256:` and the digits. */
            checksum?: string;
            /**
             * @description Its Ed25519 signature, 64 bytes in base64.
             * @default null
             */
            signature?: string | null;
        };
        /** @description How an upgrade is rolled out. Without waves or canary: a canary of 1%, at most 10 agents, and then waves of twice as many each time. */
        Rollout: {
            /**
             * @description How many agents are upgraded at once; 50 unless given. A count, or a percent such as "10%".
             * @example 50
             */
            concurrency?: number | string;
            /** @description On top of that, how many agents with the same value of a tag at once. */
            concurrencyPerTag?: components["schemas"]["TagLimit"];
            /**
             * Format: date-time
             * @description When the first wave begins; at once unless given.
             */
            startAt?: string;
            /** @description When commands may be sent, every week; always unless given. */
            window?: components["schemas"]["Window"];
            /** @description The waves, one after the other; whoever is left after the last one is a wave more. */
            waves?: {
                size: number | string;
                /** @default 0 */
                bakeSeconds?: number;
            }[];
            /**
             * @description In place of waves: one wave of so many agents first, and then all others. A count, or a percent such as "10%".
             * @example 10%
             */
            canary?: number | string;
            /**
             * @description How long the canary, or each wave of the default plan, is watched, in seconds.
             * @example 300
             */
            bakeSeconds?: number;
            /**
             * @description Failed agents that the job bears; "2%" unless given. A count, or a percent such as "10%".
             * @example 2%
             */
            failureThreshold?: number | string;
            /**
             * @description What happens where more fail: nothing more is sent, it waits for a person, or what it changed is taken back.
             * @default halt
             * @enum {string}
             */
            onFailure?: "halt" | "pause" | "rollback";
            /** @description Names of CloudWatch alarms of which none may be in ALARM before a wave begins. */
            alarms?: string[];
            /**
             * @description Somebody else has to approve: before the first wave (true), or once the first wave is through.
             * @default false
             */
            approval?: boolean | "after-canary";
        };
        /** @description How many agents with the same value of a tag may be in flight at once. */
        TagLimit: {
            /**
             * @description The name of the tag.
             * @example site
             */
            tag: string;
            /**
             * @description Agents with the same value of it at once.
             * @example 5
             */
            max: number;
        };
        /** @description Every week on some days from a wall-clock time on, for some minutes. */
        Window: {
            /** @description The days on which it opens. */
            days: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[];
            /**
             * @description When it opens, by the clock on the wall there.
             * @example 22:00
             */
            start: string;
            /**
             * @description How long it is open, in minutes.
             * @example 240
             */
            durationMinutes: number;
            /**
             * @description An IANA time zone.
             * @example Europe/Berlin
             */
            timeZone: string;
        };
        /** @description The upgrade of one agent. */
        AgentUpgradeRequest: {
            /**
             * @description The version that the agents are to run, as the catalogue calls it.
             * @example 1.5.0
             */
            targetVersion: string;
            /**
             * @description Your own words, such as why; shown with the job.
             * @example CHG-1042
             */
            note?: string;
            /**
             * @description The change that the job belongs to: up to 100 printable characters on one line. A retry and a rollback keep it.
             * @example CHG-1042
             */
            changeTicket?: string;
            /**
             * @description May agents go back to an older version? As the deployment says unless given.
             * @example false
             */
            allowDowngrade?: boolean;
            /**
             * @description Act also where the target version runs already.
             * @default false
             */
            reinstall?: boolean;
            /**
             * @description What becomes of an agent whose node is offline: it fails at once, or is waited for, at most 48 hours.
             * @default fail
             * @example fail
             */
            offline?: ("fail" | "wait") | {
                waitHours: number;
            };
            /** @description Replaces the catalogue's artifact in this job. Takes an administrator, and an address that the deployment allows. */
            artifact?: components["schemas"]["OwnArtifact"];
            /**
             * @description Plan the job and look at its agents, but send nothing.
             * @default false
             * @example true
             */
            simulated?: boolean;
            /** @description The plan that a simulated job showed: the job runs only if its own plan is the same. */
            planHash?: string;
            /**
             * @description How the upgrade is rolled out; safe defaults for what is left out.
             * @default {}
             */
            rollout?: components["schemas"]["Rollout"];
        };
        /** @description Takes up the failed agents of a job again. */
        RetryRequest: {
            /**
             * @description Only agents that failed for one of these; all that failed unless given.
             * @example [
             *       "AGENT_OFFLINE"
             *     ]
             */
            reasons?: ("UPGRADED" | "ROLLED_BACK" | "ALREADY_CURRENT" | "SIMULATED" | "AGENT_NOT_FOUND" | "FORBIDDEN_AGENT" | "AGENT_TYPE_UNKNOWN" | "VERSION_NOT_FOUND" | "NO_PREVIOUS_VERSION" | "VERSION_DEPRECATED" | "VERSION_TOO_OLD" | "ARTIFACT_UNUSABLE" | "DOWNGRADE_NOT_ALLOWED" | "AGENT_BUSY" | "AGENT_OFFLINE" | "NODE_NOT_MANAGED" | "COMMAND_REJECTED" | "DOWNLOAD_FAILED" | "CHECKSUM_MISMATCH" | "SIGNATURE_INVALID" | "NO_ARTIFACT_FOR_PLATFORM" | "UNPACK_FAILED" | "DISK_FULL" | "PACKAGE_LOCKED" | "PACKAGE_HELD" | "PACKAGE_NOT_FOUND" | "REPOSITORY_FAILED" | "PACKAGE_FAILED" | "REBOOT_REQUIRED" | "RESTART_FAILED" | "HEALTH_CHECK_FAILED" | "ROLLBACK_FAILED" | "NOT_AFTER_PASSED" | "NODE_BUSY" | "INVALID_PARAMETER" | "INTERRUPTED" | "INTERNAL_ERROR" | "NOT_UPGRADED" | "NOT_REINSTALLED" | "AGENT_UNHEALTHY" | "VERSION_MISMATCH" | "UNHEALTHY_AFTER_BAKE" | "NODE_UNREACHABLE" | "NODE_TERMINATED" | "NOT_STARTED")[];
            /**
             * @description Your own words, such as why; shown with the job.
             * @example CHG-1042
             */
            note?: string;
            /** @description In place of the parent's. */
            rollout?: components["schemas"]["Rollout"];
            /** @description Replaces the catalogue's artifact in this job. Takes an administrator, and an address that the deployment allows. */
            artifact?: components["schemas"]["OwnArtifact"];
            /**
             * @description Plan the job and look at its agents, but send nothing.
             * @example true
             */
            simulated?: boolean;
        };
        /** @description Takes back what a job changed. */
        RollbackRequest: {
            /**
             * @description Your own words, such as why; shown with the job.
             * @example CHG-1042
             */
            note?: string;
            /** @description How it is rolled out; all agents at once unless given. */
            rollout?: components["schemas"]["Rollout"];
        };
        /** @description An agent that somebody names. */
        AgentRegistration: {
            /**
             * @description What it is: an agent type of this deployment.
             * @example demo-agent
             */
            agentType: string;
            /**
             * @description The managed node that it is on.
             * @example i-0123456789abcdef0
             */
            nodeId: string;
            /**
             * @description Its tags, at most 50.
             * @default {}
             * @example {
             *       "site": "berlin"
             *     }
             */
            tags?: {
                [key: string]: string;
            };
        };
        /** @description How to look for agents. */
        DiscoveryRequest: {
            /**
             * @description Look, and write nothing.
             * @default false
             * @example true
             */
            dryRun?: boolean;
        };
        /** @description Stops all sending to the agents of the scope. */
        FreezeRequest: {
            /**
             * @description Whose agents get nothing: all, or those with this tag.
             * @default all
             * @example all
             */
            scope?: "all" | {
                /**
                 * @description The name of the tag.
                 * @example site
                 */
                tag: string;
                value: string;
            };
            /**
             * @description Why, for those who have to wait.
             * @example a fair
             */
            reason: string;
            /**
             * Format: date-time
             * @description From then on it is over; null: until somebody deletes it.
             */
            until?: string | null;
        };
        /** @description A version of an agent type, as it is published: once, and never changed. */
        Publication: {
            /**
             * @description The agent type.
             * @example demo-agent
             */
            agentType: string;
            /**
             * @description The version that the agents are to run, as the catalogue calls it.
             * @example 1.5.0
             */
            version: string;
            /**
             * @description What the agent reports, where that is another text.
             * @default null
             */
            reportedVersion?: string | null;
            /**
             * @description Agents that run an older one have to be upgraded to another version first.
             * @default null
             */
            minVersion?: string | null;
            /**
             * @description Text, or the https URL of one.
             * @default null
             */
            releaseNotes?: string | null;
            /**
             * @description One archive for each platform and architecture, at most 6.
             * @default []
             */
            artifacts?: components["schemas"]["Artifact"][];
            /**
             * @description What package managers call the version; each at most once.
             * @default []
             */
            packages?: {
                /** @enum {string} */
                manager: "apt" | "dnf" | "zypper";
                /**
                 * @description The version that the agents are to run, as the catalogue calls it.
                 * @example 1.5.0
                 */
                packageVersion: string;
                reportedVersion?: string;
            }[];
            /** @description One archive for all nodes, in place of artifacts. */
            artifact?: components["schemas"]["Artifact"];
        };
        /** @description An archive of one version for some nodes. */
        Artifact: {
            /**
             * @description The nodes that it is for.
             * @default any
             * @enum {string}
             */
            platform?: "linux" | "windows" | "any";
            /**
             * @description The processors that it is for.
             * @default any
             * @enum {string}
             */
            architecture?: "x86_64" | "arm64" | "any";
            /**
             * @description An https URL, or s3://bucket/key.
             * @example https://artifacts.example.com/demo-agent-1.5.0.tar.gz
             */
            url: string;
            /**
             * @description Its SHA-256, 64 lower-case hexadecimal digits.
             * @default null
             */
            sha256?: string | null;
            /**
             * @description Its Ed25519 signature, 64 bytes in base64.
             * @default null
             */
            signature?: string | null;
        };
        /** @description Why no agent is to be brought to the version. */
        DeprecationRequest: {
            /**
             * @description Why, for those whose jobs have to wait.
             * @example leaks memory
             */
            reason: string;
        };
        /** @description A batch upgrade and how it goes. */
        Job: {
            /**
             * @description The job.
             * @example upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D
             */
            id: string;
            /**
             * @description The version that its agents are to run.
             * @example 1.5.0
             */
            targetVersion: string;
            /**
             * @description `success` only where every agent is.
             * @example success
             * @enum {string}
             */
            status: "pending" | "running" | "success" | "failed";
            /**
             * @description A simulated job plans and sends nothing.
             * @example false
             */
            simulated: boolean;
            /**
             * Format: date-time
             * @description When it was asked for. ISO 8601, UTC.
             * @example 2026-03-01T09:30:00.000Z
             */
            createdAt: string;
            /** @description When it ended; null until then. ISO 8601, UTC. */
            completedAt: string | null;
            /**
             * @description Where the job is, in more detail than its status.
             * @example done
             * @enum {string}
             */
            phase: "planning" | "awaiting-approval" | "scheduled" | "running" | "baking" | "paused" | "cancelling" | "done";
            /**
             * @description Why it is there.
             * @example ALL_SUCCEEDED
             * @enum {string}
             */
            reason: "SUBMITTED" | "PARENT_ENDING" | "AWAITING_APPROVAL" | "APPROVED" | "SCHEDULED" | "WINDOW_CLOSED" | "WAVE_RUNNING" | "VERIFYING" | "WAITING_FOR_NODES" | "BAKING" | "ALARM" | "ALARM_UNREADABLE" | "FROZEN" | "VERSION_DEPRECATED" | "PAUSED" | "RESUMED" | "ROLLED_BACK" | "CANCELLED" | "SIMULATING" | "SIMULATED" | "PLAN_CHANGED" | "FAILURE_THRESHOLD" | "WAVE_VANISHED" | "SETTLING" | "ALL_SUCCEEDED" | "NO_AGENTS" | "ALL_EXCLUDED" | "SOME_FAILED" | "WORKFLOW_FAILED" | "WORKFLOW_LOST";
            /**
             * @description The same for people, where there is more to say.
             * @example null
             */
            detail: string | null;
            /**
             * @description The subject of the requester's token.
             * @example ci-pipeline
             */
            requestedBy: string;
            /**
             * @description The requester's own words.
             * @example CHG-1042
             */
            note: string | null;
            /** @description The job whose agents this one takes up again or takes back; null where there is none. */
            parentJobId: string | null;
            /**
             * @description What it does with its agents.
             * @example upgrade
             * @enum {string}
             */
            action: "upgrade" | "reinstall" | "rollback";
            /** @description Its agents, all of them up to 10,000; of more the first 250. */
            agents: components["schemas"]["JobAgent"][];
            /**
             * @description Where the list goes on: ask again with it as `cursor`. Null at the end.
             * @example null
             */
            nextCursor: string | null;
            /** @description Agents whose nodes were terminated: they count for nothing. */
            excluded: components["schemas"]["JobAgent"][];
            progress: components["schemas"]["Progress"];
            /** @description The waves as they were planned; none before that. */
            waves: components["schemas"]["Wave"][];
            /**
             * @description The change that the job belongs to; null where none was named.
             * @example null
             */
            changeTicket: string | null;
            /**
             * @description Names what was planned; null until all of it is.
             * @example null
             */
            planHash: string | null;
            /** @description Of a simulated job: what a real one would take. Null before it is planned. */
            estimate?: {
                /**
                 * @description How long, in seconds.
                 * @example 660
                 */
                seconds: number;
                /**
                 * @description US dollars at list prices in us-east-1.
                 * @example 0.0021
                 */
                costUsd: number;
            } | null;
            /** @description What replaces the catalogue's artifact in this job; null where nothing does. */
            artifact: {
                /** @description Where it is, without its query. */
                url: string;
                /** @description Its SHA-256 in hexadecimal digits. */
                sha256: string | null;
                /** @description Its Ed25519 signature in base64. */
                signature: string | null;
            } | null;
            /**
             * @description What can be done with the job now.
             * @example [
             *       "rollback"
             *     ]
             */
            allowed: ("pause" | "resume" | "cancel" | "approve" | "retry" | "rollback")[];
            /** @description The way back; absent in a rollback. */
            rollback?: {
                /** @description The job that takes this one back; null where there is none. */
                jobId: string | null;
                /** @description For each agent type of the job, what a rollback takes back of it. */
                takesBack: {
                    /**
                     * @description The agent type.
                     * @example demo-agent
                     */
                    agentType: string;
                    /** @description How it is upgraded; null where the deployment no longer knows the type. */
                    recipe: ("package" | "os-package" | "msi" | "ssm-agent" | "distributor") | null;
                    /** @description What a rollback takes back of it, for people. */
                    sentence: string;
                }[];
            };
            /** @description For each agent type of the job, what a rollback takes back of it. */
            takesBack?: {
                /**
                 * @description The agent type.
                 * @example demo-agent
                 */
                agentType: string;
                /** @description How it is upgraded; null where the deployment no longer knows the type. */
                recipe: ("package" | "os-package" | "msi" | "ssm-agent" | "distributor") | null;
                /** @description What a rollback takes back of it, for people. */
                sentence: string;
            }[];
        };
        /** @description An agent of a job and what became of it. */
        JobAgent: {
            /**
             * @description The agent.
             * @example item1
             */
            agentUuid: string;
            /**
             * @description What the node reported before; null where it did not.
             * @example 1.4.2
             */
            oldVersion: string | null;
            /**
             * @description What the node reported afterwards, never what was asked for; null where it did not.
             * @example 1.4.2
             */
            newVersion: string | null;
            /**
             * @description Null until the agent is done. `excluded`: its node was terminated, so that it counts for nothing.
             * @example success
             */
            status: ("success" | "failed" | "excluded") | null;
            /**
             * @description What went wrong, for people; null where nothing did.
             * @example null
             */
            error: string | null;
            /**
             * @description Where the agent is on its way.
             * @example done
             * @enum {string}
             */
            state: "pending" | "running" | "verifying" | "unknown" | "done";
            /**
             * @description Why the agent is where it is; null before anything happened.
             * @example UPGRADED
             */
            reason: (("UPGRADED" | "ROLLED_BACK" | "ALREADY_CURRENT" | "SIMULATED" | "AGENT_NOT_FOUND" | "FORBIDDEN_AGENT" | "AGENT_TYPE_UNKNOWN" | "VERSION_NOT_FOUND" | "NO_PREVIOUS_VERSION" | "VERSION_DEPRECATED" | "VERSION_TOO_OLD" | "ARTIFACT_UNUSABLE" | "DOWNGRADE_NOT_ALLOWED" | "AGENT_BUSY" | "AGENT_OFFLINE" | "NODE_NOT_MANAGED" | "COMMAND_REJECTED" | "DOWNLOAD_FAILED" | "CHECKSUM_MISMATCH" | "SIGNATURE_INVALID" | "NO_ARTIFACT_FOR_PLATFORM" | "UNPACK_FAILED" | "DISK_FULL" | "PACKAGE_LOCKED" | "PACKAGE_HELD" | "PACKAGE_NOT_FOUND" | "REPOSITORY_FAILED" | "PACKAGE_FAILED" | "REBOOT_REQUIRED" | "RESTART_FAILED" | "HEALTH_CHECK_FAILED" | "ROLLBACK_FAILED" | "NOT_AFTER_PASSED" | "NODE_BUSY" | "INVALID_PARAMETER" | "INTERRUPTED" | "INTERNAL_ERROR" | "NOT_UPGRADED" | "NOT_REINSTALLED" | "AGENT_UNHEALTHY" | "VERSION_MISMATCH" | "UNHEALTHY_AFTER_BAKE" | "NODE_UNREACHABLE" | "NODE_TERMINATED" | "NOT_STARTED") | ("SENT" | "OUTCOME_UNKNOWN" | "WAITING_FOR_NODE")) | null;
            /** @description Of a simulated agent: what a real job would do with it. */
            detail?: string;
        };
        /** @description How far a job is. */
        Progress: {
            /**
             * @description Agents that are not excluded.
             * @example 2
             */
            total: number;
            /**
             * @description Agents that are done with success.
             * @example 2
             */
            succeeded: number;
            /**
             * @description Agents that are done and failed.
             * @example 2
             */
            failed: number;
            /**
             * @description Of the succeeded: already at the target version, so that nothing was done.
             * @example 2
             */
            skipped: number;
            /**
             * @description Agents that were sent a command, and those whose outcome is being found out.
             * @example 2
             */
            running: number;
            /**
             * @description Agents that were sent nothing yet.
             * @example 2
             */
            pending: number;
            /**
             * @description Agents that are done, rounded down: 100 means all.
             * @example 100
             */
            percent: number;
            /**
             * @description Seconds until the end, estimated from the pace so far; null where nothing can be said.
             * @example null
             */
            etaSeconds: number | null;
        };
        /** @description A part of a job that runs before the next part may start. */
        Wave: {
            /**
             * @description From 1.
             * @example 1
             */
            number: number;
            /**
             * @description Agents of the wave.
             * @example 2
             */
            agents: number;
            /**
             * @description How long the wave is watched before the next begins, in seconds.
             * @example 300
             */
            bakeSeconds: number;
            /**
             * @description Failed agents that are borne in this wave. A count, or a percent such as "2%".
             * @example 2%
             */
            failureThreshold: number | string;
        };
        /** @description Problem details (RFC 9457); some refusals have more members than these. */
        Problem: {
            /**
             * @description There is no page about it: `code` says what it is.
             * @constant
             */
            type: "about:blank";
            /**
             * @description The words of the status.
             * @example Not Found
             */
            title: string;
            /**
             * @description The status, once more.
             * @example 404
             */
            status: number;
            /**
             * @description What went wrong, for programs.
             * @example JOB_NOT_FOUND
             * @enum {string}
             */
            code: "VALIDATION_FAILED" | "BODY_MISSING" | "BODY_NOT_JSON" | "QUERY_INVALID" | "CURSOR_INVALID" | "IDEMPOTENCY_KEY_INVALID" | "AGENT_UUID_INVALID" | "FREEZE_SCOPE_MISSING" | "SCOPE_MISSING" | "SUBJECT_MISSING" | "FENCE_INVALID" | "FENCED" | "ARTIFACT_NEEDS_ADMIN" | "APPROVER_IS_REQUESTER" | "JOB_NOT_FOUND" | "AGENT_NOT_FOUND" | "VERSION_NOT_FOUND" | "FREEZE_NOT_FOUND" | "NOT_ACCEPTABLE" | "WRONG_STATE" | "IDEMPOTENCY_KEY_REUSED" | "PLAN_CHANGED" | "PLAN_UNKNOWN" | "SIMULATED_JOB" | "NOTHING_TO_RETRY" | "NOTHING_TO_ROLL_BACK" | "ROLLBACK_OF_ROLLBACK" | "CHANGED_MEANWHILE" | "AGENT_BUSY" | "DUPLICATE_AGENT" | "VERSION_EXISTS" | "TOO_MANY_FREEZES" | "DISCOVERY_UNDER_WAY" | "BODY_TOO_LARGE" | "NOT_JSON" | "AGENT_TYPE_UNKNOWN" | "VERSION_UNUSABLE" | "CHECKSUM_MISSING" | "ARTIFACT_SOURCE_NOT_ALLOWED" | "ARTIFACT_UNUSED" | "ROLLBACK_NOT_TAKEN_BACK" | "DRY_RUN_ONLY" | "START_TOO_FAR" | "UNTIL_PAST" | "INTERNAL_ERROR" | "UNAVAILABLE";
            /** @description What went wrong and what to do, for people. */
            detail: string;
            /** @description The id of the request, which finds it in the logs. */
            instance: string;
            /** @description The fields of the body, or the parameters, that are wrong: the first 20 of them. */
            errors?: {
                /**
                 * @description A JSON pointer into the body, or with QUERY_INVALID into the query.
                 * @example /agentUuids/3
                 */
                pointer: string;
                /** @description What is wrong there. */
                detail: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        /** @description API Gateway's own answer, before a function runs. */
        GatewayMessage: {
            /**
             * @description A word or two.
             * @example Unauthorized
             */
            message: string | null;
        };
        /** @description An agent that is upgraded by a job of its own. */
        UpgradedAgent: {
            /**
             * @description The agent.
             * @example item1
             */
            agentUuid: string;
            /**
             * @description What the node reported before; null where it did not.
             * @example 1.4.2
             */
            oldVersion: string | null;
            /**
             * @description What the node reported afterwards, never what was asked for; null where it did not.
             * @example 1.4.2
             */
            newVersion: string | null;
            /**
             * @description Null until the agent is done. `excluded`: its node was terminated, so that it counts for nothing.
             * @example success
             */
            status: ("success" | "failed" | "excluded") | null;
            /**
             * @description What went wrong, for people; null where nothing did.
             * @example null
             */
            error: string | null;
            /**
             * @description Where the agent is on its way.
             * @example done
             * @enum {string}
             */
            state: "pending" | "running" | "verifying" | "unknown" | "done";
            /**
             * @description Why the agent is where it is; null before anything happened.
             * @example UPGRADED
             */
            reason: (("UPGRADED" | "ROLLED_BACK" | "ALREADY_CURRENT" | "SIMULATED" | "AGENT_NOT_FOUND" | "FORBIDDEN_AGENT" | "AGENT_TYPE_UNKNOWN" | "VERSION_NOT_FOUND" | "NO_PREVIOUS_VERSION" | "VERSION_DEPRECATED" | "VERSION_TOO_OLD" | "ARTIFACT_UNUSABLE" | "DOWNGRADE_NOT_ALLOWED" | "AGENT_BUSY" | "AGENT_OFFLINE" | "NODE_NOT_MANAGED" | "COMMAND_REJECTED" | "DOWNLOAD_FAILED" | "CHECKSUM_MISMATCH" | "SIGNATURE_INVALID" | "NO_ARTIFACT_FOR_PLATFORM" | "UNPACK_FAILED" | "DISK_FULL" | "PACKAGE_LOCKED" | "PACKAGE_HELD" | "PACKAGE_NOT_FOUND" | "REPOSITORY_FAILED" | "PACKAGE_FAILED" | "REBOOT_REQUIRED" | "RESTART_FAILED" | "HEALTH_CHECK_FAILED" | "ROLLBACK_FAILED" | "NOT_AFTER_PASSED" | "NODE_BUSY" | "INVALID_PARAMETER" | "INTERRUPTED" | "INTERNAL_ERROR" | "NOT_UPGRADED" | "NOT_REINSTALLED" | "AGENT_UNHEALTHY" | "VERSION_MISMATCH" | "UNHEALTHY_AFTER_BAKE" | "NODE_UNREACHABLE" | "NODE_TERMINATED" | "NOT_STARTED") | ("SENT" | "OUTCOME_UNKNOWN" | "WAITING_FOR_NODE")) | null;
            /** @description Of a simulated agent: what a real job would do with it. */
            detail?: string;
            /**
             * @description The job.
             * @example upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D
             */
            jobId: string;
        };
        /** @description A page of jobs. */
        Jobs: {
            /** @description The page. */
            items: components["schemas"]["JobSummary"][];
            /**
             * @description Where the list goes on: ask again with it as `cursor`. Null at the end.
             * @example null
             */
            nextCursor: string | null;
        };
        /** @description A job without its agents. Null is also what of a stored job can no longer be read. */
        JobSummary: {
            /**
             * @description The job.
             * @example upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D
             */
            id: string;
            /**
             * @description The version that its agents are to run.
             * @example 1.5.0
             */
            targetVersion: string | null;
            /**
             * @description `success` only where every agent is.
             * @example success
             */
            status: ("pending" | "running" | "success" | "failed") | null;
            /**
             * @description A simulated job plans and sends nothing.
             * @example false
             */
            simulated: boolean | null;
            /**
             * Format: date-time
             * @description When it was asked for. ISO 8601, UTC.
             * @example 2026-03-01T09:30:00.000Z
             */
            createdAt: string;
            /** @description When it ended; null until then. ISO 8601, UTC. */
            completedAt: string | null;
            /**
             * @description Where the job is, in more detail than its status.
             * @example done
             */
            phase: ("planning" | "awaiting-approval" | "scheduled" | "running" | "baking" | "paused" | "cancelling" | "done") | null;
            /**
             * @description Why it is there.
             * @example ALL_SUCCEEDED
             */
            reason: ("SUBMITTED" | "PARENT_ENDING" | "AWAITING_APPROVAL" | "APPROVED" | "SCHEDULED" | "WINDOW_CLOSED" | "WAVE_RUNNING" | "VERIFYING" | "WAITING_FOR_NODES" | "BAKING" | "ALARM" | "ALARM_UNREADABLE" | "FROZEN" | "VERSION_DEPRECATED" | "PAUSED" | "RESUMED" | "ROLLED_BACK" | "CANCELLED" | "SIMULATING" | "SIMULATED" | "PLAN_CHANGED" | "FAILURE_THRESHOLD" | "WAVE_VANISHED" | "SETTLING" | "ALL_SUCCEEDED" | "NO_AGENTS" | "ALL_EXCLUDED" | "SOME_FAILED" | "WORKFLOW_FAILED" | "WORKFLOW_LOST") | null;
            /**
             * @description The same for people, where there is more to say.
             * @example null
             */
            detail: string | null;
            /**
             * @description The subject of the requester's token.
             * @example ci-pipeline
             */
            requestedBy: string | null;
            /**
             * @description The requester's own words.
             * @example CHG-1042
             */
            note: string | null;
            /** @description The job whose agents this one takes up again or takes back; null where there is none. */
            parentJobId: string | null;
            /**
             * @description What it does with its agents.
             * @example upgrade
             */
            action: ("upgrade" | "reinstall" | "rollback") | null;
            /**
             * @description Agents that are named, or found so far.
             * @example 2
             */
            agentCount: number | null;
        };
        /** @description A page of a job's agents. */
        JobAgents: {
            /** @description The page. */
            items: components["schemas"]["JobAgent"][];
            /**
             * @description Where the list goes on: ask again with it as `cursor`. Null at the end.
             * @example null
             */
            nextCursor: string | null;
        };
        /** @description A page of a job's audit trail. */
        JobEvents: {
            /** @description The page. */
            items: components["schemas"]["JobEvent"][];
            /**
             * @description Where the list goes on: ask again with it as `cursor`. Null at the end.
             * @example null
             */
            nextCursor: string | null;
        };
        /** @description An entry of a job's audit trail. */
        JobEvent: {
            /**
             * @description 1, 2, 3 … without gaps.
             * @example 1
             */
            number: number;
            /**
             * Format: date-time
             * @description When it happened. ISO 8601, UTC.
             * @example 2026-03-01T09:30:00.000Z
             */
            at: string;
            /**
             * @description Who asked for it; null where the job went on by itself.
             * @example ci-pipeline
             */
            by: string | null;
            /**
             * @description Where the job was then.
             * @example planning
             * @enum {string}
             */
            phase: "planning" | "awaiting-approval" | "scheduled" | "running" | "baking" | "paused" | "cancelling" | "done";
            /**
             * @description Why.
             * @example SUBMITTED
             * @enum {string}
             */
            reason: "SUBMITTED" | "PARENT_ENDING" | "AWAITING_APPROVAL" | "APPROVED" | "SCHEDULED" | "WINDOW_CLOSED" | "WAVE_RUNNING" | "VERIFYING" | "WAITING_FOR_NODES" | "BAKING" | "ALARM" | "ALARM_UNREADABLE" | "FROZEN" | "VERSION_DEPRECATED" | "PAUSED" | "RESUMED" | "ROLLED_BACK" | "CANCELLED" | "SIMULATING" | "SIMULATED" | "PLAN_CHANGED" | "FAILURE_THRESHOLD" | "WAVE_VANISHED" | "SETTLING" | "ALL_SUCCEEDED" | "NO_AGENTS" | "ALL_EXCLUDED" | "SOME_FAILED" | "WORKFLOW_FAILED" | "WORKFLOW_LOST";
            /**
             * @description More words, where there are some.
             * @example null
             */
            detail: string | null;
        };
        /** @description What became of a job, and what it cost. */
        Report: {
            /**
             * @description The job.
             * @example upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D
             */
            jobId: string;
            /**
             * @description Does nothing of this change any more?
             * @example true
             */
            final: boolean;
            /**
             * Format: date-time
             * @description When this was found. ISO 8601, UTC.
             * @example 2026-03-01T09:30:00.000Z
             */
            reportedAt: string;
            /**
             * @description What the job does.
             * @example upgrade
             * @enum {string}
             */
            action: "upgrade" | "reinstall" | "rollback";
            /**
             * @description The version that its agents are to run.
             * @example 1.5.0
             */
            targetVersion: string;
            /**
             * @description A simulated job sends nothing.
             * @example false
             */
            simulated: boolean;
            /**
             * @description `success` only where every agent is.
             * @example success
             * @enum {string}
             */
            status: "pending" | "running" | "success" | "failed";
            /**
             * @description Where the job is.
             * @example done
             * @enum {string}
             */
            phase: "planning" | "awaiting-approval" | "scheduled" | "running" | "baking" | "paused" | "cancelling" | "done";
            /**
             * @description Why it is there.
             * @example ALL_SUCCEEDED
             * @enum {string}
             */
            reason: "SUBMITTED" | "PARENT_ENDING" | "AWAITING_APPROVAL" | "APPROVED" | "SCHEDULED" | "WINDOW_CLOSED" | "WAVE_RUNNING" | "VERIFYING" | "WAITING_FOR_NODES" | "BAKING" | "ALARM" | "ALARM_UNREADABLE" | "FROZEN" | "VERSION_DEPRECATED" | "PAUSED" | "RESUMED" | "ROLLED_BACK" | "CANCELLED" | "SIMULATING" | "SIMULATED" | "PLAN_CHANGED" | "FAILURE_THRESHOLD" | "WAVE_VANISHED" | "SETTLING" | "ALL_SUCCEEDED" | "NO_AGENTS" | "ALL_EXCLUDED" | "SOME_FAILED" | "WORKFLOW_FAILED" | "WORKFLOW_LOST";
            /**
             * @description The same for people, where there is more to say.
             * @example null
             */
            detail: string | null;
            /**
             * @description The change that the job belongs to.
             * @example null
             */
            changeTicket: string | null;
            /**
             * @description The requester's own words.
             * @example null
             */
            note: string | null;
            /**
             * @description The job whose agents this one takes up again or takes back.
             * @example null
             */
            parentJobId: string | null;
            /**
             * @description Who asked for it.
             * @example ci-pipeline
             */
            requestedBy: string;
            /** @description Who approved it; null where nobody did. */
            approved: {
                /** @description Who. */
                by: string;
                /**
                 * Format: date-time
                 * @description When. ISO 8601, UTC.
                 * @example 2026-03-01T09:30:00.000Z
                 */
                at: string;
            } | null;
            /**
             * Format: date-time
             * @description When it was asked for. ISO 8601, UTC.
             * @example 2026-03-01T09:30:00.000Z
             */
            createdAt: string;
            /** @description When it ended; null until then. ISO 8601, UTC. */
            completedAt: string | null;
            /**
             * @description From when it was asked for until its end, or until now.
             * @example 2
             */
            durationSeconds: number;
            /** @description Agents, all of them on every page. */
            totals: {
                /**
                 * @description Agents that are not excluded.
                 * @example 2
                 */
                total: number;
                /**
                 * @description Done with success.
                 * @example 2
                 */
                succeeded: number;
                /**
                 * @description Done and failed.
                 * @example 2
                 */
                failed: number;
                /**
                 * @description Of the succeeded: already at the target version.
                 * @example 2
                 */
                skipped: number;
                /**
                 * @description Sent a command that is not over, or whose outcome is being found out.
                 * @example 2
                 */
                running: number;
                /**
                 * @description Sent nothing yet.
                 * @example 2
                 */
                pending: number;
                /**
                 * @description Agents whose nodes were terminated: they count for nothing.
                 * @example 2
                 */
                excluded: number;
            };
            /** @description The waves; none before all agents are known. */
            waves: components["schemas"]["ReportedWave"][];
            /** @description Reasons of agents, the most frequent first. */
            reasons: components["schemas"]["ReportedReason"][];
            cost: components["schemas"]["Cost"];
            /** @description The agents of this page, in the order in which they were named. */
            agents: components["schemas"]["ReportedAgent"][];
            /**
             * @description Where the list goes on: ask again with it as `cursor`. Null at the end.
             * @example null
             */
            nextCursor: string | null;
        };
        /** @description What became of one wave. */
        ReportedWave: {
            /**
             * @description From 1.
             * @example 1
             */
            number: number;
            /**
             * @description Agents of the wave that are not excluded.
             * @example 2
             */
            agents: number;
            /**
             * @description Of these, with success.
             * @example 2
             */
            succeeded: number;
            /**
             * @description Of these, failed.
             * @example 2
             */
            failed: number;
            /**
             * @description Agents of the wave whose nodes were terminated.
             * @example 2
             */
            excluded: number;
            /**
             * @description How long it is watched before the next one begins, in seconds; the last one is not.
             * @example 2
             */
            bakeSeconds: number;
            /** @description When its first command was about to be sent; null where none was, or where it is not known. ISO 8601, UTC. */
            begunAt: string | null;
            /** @description When its last agent was done, before its bake, or the job ended; null before, or where it is not known. ISO 8601, UTC. */
            endedAt: string | null;
        };
        /** @description How many agents are where they are for one reason. */
        ReportedReason: {
            /**
             * @description The reason.
             * @example UPGRADED
             */
            reason: ("UPGRADED" | "ROLLED_BACK" | "ALREADY_CURRENT" | "SIMULATED" | "AGENT_NOT_FOUND" | "FORBIDDEN_AGENT" | "AGENT_TYPE_UNKNOWN" | "VERSION_NOT_FOUND" | "NO_PREVIOUS_VERSION" | "VERSION_DEPRECATED" | "VERSION_TOO_OLD" | "ARTIFACT_UNUSABLE" | "DOWNGRADE_NOT_ALLOWED" | "AGENT_BUSY" | "AGENT_OFFLINE" | "NODE_NOT_MANAGED" | "COMMAND_REJECTED" | "DOWNLOAD_FAILED" | "CHECKSUM_MISMATCH" | "SIGNATURE_INVALID" | "NO_ARTIFACT_FOR_PLATFORM" | "UNPACK_FAILED" | "DISK_FULL" | "PACKAGE_LOCKED" | "PACKAGE_HELD" | "PACKAGE_NOT_FOUND" | "REPOSITORY_FAILED" | "PACKAGE_FAILED" | "REBOOT_REQUIRED" | "RESTART_FAILED" | "HEALTH_CHECK_FAILED" | "ROLLBACK_FAILED" | "NOT_AFTER_PASSED" | "NODE_BUSY" | "INVALID_PARAMETER" | "INTERRUPTED" | "INTERNAL_ERROR" | "NOT_UPGRADED" | "NOT_REINSTALLED" | "AGENT_UNHEALTHY" | "VERSION_MISMATCH" | "UNHEALTHY_AFTER_BAKE" | "NODE_UNREACHABLE" | "NODE_TERMINATED" | "NOT_STARTED") | ("SENT" | "OUTCOME_UNKNOWN" | "WAITING_FOR_NODE");
            /** @description The same for people. */
            sentence: string;
            /**
             * @description How many agents have it.
             * @example 2
             */
            agents: number;
        };
        /** @description What the job cost in US dollars at list prices, counted from its batches, not asked of the bill: a lower bound. */
        Cost: {
            /**
             * @description All of the below that is known.
             * @example 0.0005
             */
            usd: number;
            /** @description Step Functions. */
            stepFunctions: {
                /**
                 * @description State transitions.
                 * @example 2
                 */
                transitions: number;
                /**
                 * @description US dollars.
                 * @example 0.0005
                 */
                usd: number;
            };
            /** @description DynamoDB. */
            dynamoDb: {
                /**
                 * @description Of 1 KB.
                 * @example 2
                 */
                writeUnits: number;
                /**
                 * @description Of 4 KB.
                 * @example 2
                 */
                readUnits: number;
                /**
                 * @description US dollars.
                 * @example 0.0005
                 */
                usd: number;
            };
            /** @description Lambda. */
            lambda: {
                /**
                 * @description Calls of functions.
                 * @example 2
                 */
                calls: number;
                /**
                 * @description Memory times duration.
                 * @example 2
                 */
                gbSeconds: number;
                /**
                 * @description US dollars.
                 * @example 0.0005
                 */
                usd: number;
            };
            /** @description Not known, as the sizes of artifacts are not. */
            transfer: null;
            /**
             * @description Whose prices these are.
             * @example us-east-1
             */
            region: string;
            /** @description What was reckoned with, by unit. */
            prices: {
                [key: string]: {
                    /** @description US dollars for one unit. */
                    usd: number;
                    /** @description Where AWS publishes it. */
                    source: string;
                    /**
                     * @description When it was looked up: a year, or a month.
                     * @example 2026-03
                     */
                    asOf: string;
                };
            };
        };
        /** @description An agent of a job, what became of it, and its wave. */
        ReportedAgent: {
            /**
             * @description The agent.
             * @example item1
             */
            agentUuid: string;
            /**
             * @description What the node reported before; null where it did not.
             * @example 1.4.2
             */
            oldVersion: string | null;
            /**
             * @description What the node reported afterwards, never what was asked for; null where it did not.
             * @example 1.4.2
             */
            newVersion: string | null;
            /**
             * @description Null until the agent is done. `excluded`: its node was terminated, so that it counts for nothing.
             * @example success
             */
            status: ("success" | "failed" | "excluded") | null;
            /**
             * @description What went wrong, for people; null where nothing did.
             * @example null
             */
            error: string | null;
            /**
             * @description Where the agent is on its way.
             * @example done
             * @enum {string}
             */
            state: "pending" | "running" | "verifying" | "unknown" | "done";
            /**
             * @description Why the agent is where it is; null before anything happened.
             * @example UPGRADED
             */
            reason: (("UPGRADED" | "ROLLED_BACK" | "ALREADY_CURRENT" | "SIMULATED" | "AGENT_NOT_FOUND" | "FORBIDDEN_AGENT" | "AGENT_TYPE_UNKNOWN" | "VERSION_NOT_FOUND" | "NO_PREVIOUS_VERSION" | "VERSION_DEPRECATED" | "VERSION_TOO_OLD" | "ARTIFACT_UNUSABLE" | "DOWNGRADE_NOT_ALLOWED" | "AGENT_BUSY" | "AGENT_OFFLINE" | "NODE_NOT_MANAGED" | "COMMAND_REJECTED" | "DOWNLOAD_FAILED" | "CHECKSUM_MISMATCH" | "SIGNATURE_INVALID" | "NO_ARTIFACT_FOR_PLATFORM" | "UNPACK_FAILED" | "DISK_FULL" | "PACKAGE_LOCKED" | "PACKAGE_HELD" | "PACKAGE_NOT_FOUND" | "REPOSITORY_FAILED" | "PACKAGE_FAILED" | "REBOOT_REQUIRED" | "RESTART_FAILED" | "HEALTH_CHECK_FAILED" | "ROLLBACK_FAILED" | "NOT_AFTER_PASSED" | "NODE_BUSY" | "INVALID_PARAMETER" | "INTERRUPTED" | "INTERNAL_ERROR" | "NOT_UPGRADED" | "NOT_REINSTALLED" | "AGENT_UNHEALTHY" | "VERSION_MISMATCH" | "UNHEALTHY_AFTER_BAKE" | "NODE_UNREACHABLE" | "NODE_TERMINATED" | "NOT_STARTED") | ("SENT" | "OUTCOME_UNKNOWN" | "WAITING_FOR_NODE")) | null;
            /** @description Of a simulated agent: what a real job would do with it. */
            detail?: string;
            /**
             * @description The number of its wave; null before it is known.
             * @example 1
             */
            wave: number | null;
        };
        /** @description The agents of the page as RFC 4180 has it, under the names of the columns. */
        ReportCsv: string;
        /** @description The report for people, with the agents of the page. */
        ReportMarkdown: string;
        /** @description A page of the inventory. */
        Agents: {
            /** @description The page. */
            items: components["schemas"]["Agent"][];
            /**
             * @description Where the list goes on: ask again with it as `cursor`. Null at the end.
             * @example null
             */
            nextCursor: string | null;
        };
        /** @description The inventory's record of an agent. */
        Agent: {
            /**
             * @description The name of the agent.
             * @example item1
             */
            agentUuid: string;
            /**
             * @description What it is.
             * @example demo-agent
             */
            agentType: string;
            /**
             * @description The AWS account of its node.
             * @example 123456789012
             */
            account: string;
            /**
             * @description The AWS region of its node.
             * @example eu-central-1
             */
            region: string;
            /**
             * @description The managed node that it is on.
             * @example i-0123456789abcdef0
             */
            nodeId: string;
            /**
             * @description Its tags.
             * @example {
             *       "site": "berlin"
             *     }
             */
            tags: {
                [key: string]: string;
            };
            /**
             * @description What its node reported last; null where it did not.
             * @example 1.4.2
             */
            version: string | null;
            /** @description When the node reported that. ISO 8601, UTC. */
            versionReportedAt: string | null;
            /** @description What the node reported before, newest first, at most 10. */
            versions: {
                /**
                 * @description A version from before.
                 * @example 1.4.1
                 */
                version: string;
                /**
                 * Format: date-time
                 * @description The last report of it. ISO 8601, UTC.
                 * @example 2026-03-01T09:30:00.000Z
                 */
                reportedAt: string;
            }[];
            /** @description What Systems Manager says of the node; null before it was asked. */
            platform: {
                /** @enum {string} */
                type: "linux" | "windows" | "macos";
                name: string;
                version: string;
                architecture: string | null;
            } | null;
            /**
             * @description As Systems Manager said last; null before it was asked.
             * @example online
             */
            connection: ("online" | "offline") | null;
            /** @description The last sign of the node, up to a day behind. ISO 8601, UTC. */
            lastSeenAt: string | null;
            /**
             * @description Did somebody name it, or was it found?
             * @example registered
             * @enum {string}
             */
            origin: "registered" | "discovered";
            /** @description Since when its node is no managed node any more; null while it is one. ISO 8601, UTC. */
            vanishedAt: string | null;
            /**
             * Format: date-time
             * @description When it came into the inventory. ISO 8601, UTC.
             * @example 2026-03-01T09:30:00.000Z
             */
            registeredAt: string;
        };
        /** @description What a look at the managed nodes found. */
        Discovery: {
            /**
             * @description Was nothing written?
             * @example true
             */
            dryRun: boolean;
            /**
             * @description Were all nodes seen?
             * @example true
             */
            complete: boolean;
            /**
             * Format: date-time
             * @description When the walk over the nodes began. ISO 8601, UTC.
             * @example 2026-03-01T09:30:00.000Z
             */
            startedAt: string;
            /**
             * @description Nodes that were seen.
             * @example 4
             */
            nodes: number;
            /** @description Agents that are there. */
            found: {
                /**
                 * @description How many on the whole walk.
                 * @example 0
                 */
                count: number;
                /** @description The first 100 of this call. */
                examples: {
                    /**
                     * @description The agent.
                     * @example item1
                     */
                    agentUuid: string;
                    /**
                     * @description What it is.
                     * @example demo-agent
                     */
                    agentType: string;
                    /**
                     * @description Its node.
                     * @example i-0123456789abcdef0
                     */
                    nodeId: string;
                }[];
            };
            /** @description Of those: agents that the inventory did not have. */
            new: {
                /**
                 * @description How many on the whole walk.
                 * @example 0
                 */
                count: number;
                /** @description The first 100 of this call. */
                examples: {
                    /**
                     * @description The agent.
                     * @example item1
                     */
                    agentUuid: string;
                    /**
                     * @description What it is.
                     * @example demo-agent
                     */
                    agentType: string;
                    /**
                     * @description Its node.
                     * @example i-0123456789abcdef0
                     */
                    nodeId: string;
                }[];
            };
            /** @description Nodes on which no agent of a known type was found. */
            unmapped: {
                /**
                 * @description How many on the whole walk.
                 * @example 0
                 */
                count: number;
                /** @description The first 100 of this call. */
                examples: {
                    /** @description The node. */
                    nodeId: string;
                    /** @description Its platform; null where nobody said. */
                    platform: string | null;
                }[];
            };
            /** @description Places with more than one agent in the inventory. */
            duplicate: {
                /**
                 * @description How many on the whole walk.
                 * @example 0
                 */
                count: number;
                /** @description The first 100 of this call. */
                examples: {
                    /** @description The node. */
                    nodeId: string;
                    /** @description The agent type. */
                    agentType: string;
                    /** @description The agents. */
                    agentUuids: string[];
                }[];
            };
            /** @description Agents whose nodes are no managed nodes any more. */
            vanished: {
                /**
                 * @description How many on the whole walk.
                 * @example 0
                 */
                count: number;
                /** @description The first 100 of this call. */
                examples: {
                    /**
                     * @description The agent.
                     * @example item1
                     */
                    agentUuid: string;
                    /**
                     * @description What it is.
                     * @example demo-agent
                     */
                    agentType: string;
                    /**
                     * @description Its node.
                     * @example i-0123456789abcdef0
                     */
                    nodeId: string;
                }[];
            };
            /**
             * @description Where it is not complete: what happens next, for people.
             * @example null
             */
            detail: string | null;
        };
        /** @description All freezes in force, at most 100. */
        Freezes: {
            /** @description The freezes. */
            items: {
                /**
                 * @description Whose agents get nothing: all, or those with this tag.
                 * @example all
                 */
                scope: "all" | {
                    tag: string;
                    value: string;
                };
                /**
                 * @description Why.
                 * @example a fair
                 */
                reason: string;
                /** @description From then on it is over; null: until somebody deletes it. ISO 8601, UTC. */
                until: string | null;
                /**
                 * Format: date-time
                 * @description Since when. ISO 8601, UTC.
                 * @example 2026-03-01T09:30:00.000Z
                 */
                createdAt: string;
                /**
                 * @description The subject of the administrator's token.
                 * @example alice
                 */
                createdBy: string;
                /** @description The same as a sentence for people. */
                detail: string;
            }[];
        };
        /** @description No commands are sent to the agents of its scope. */
        Freeze: {
            /**
             * @description Whose agents get nothing: all, or those with this tag.
             * @example all
             */
            scope: "all" | {
                tag: string;
                value: string;
            };
            /**
             * @description Why.
             * @example a fair
             */
            reason: string;
            /** @description From then on it is over; null: until somebody deletes it. ISO 8601, UTC. */
            until: string | null;
            /**
             * Format: date-time
             * @description Since when. ISO 8601, UTC.
             * @example 2026-03-01T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description The subject of the administrator's token.
             * @example alice
             */
            createdBy: string;
        };
        /** @description JSON texts, one on each line. */
        Export: string;
        /** @description A page of the catalogue. */
        Versions: {
            /** @description The page. */
            items: components["schemas"]["Version"][];
            /**
             * @description Where the list goes on: ask again with it as `cursor`. Null at the end.
             * @example null
             */
            nextCursor: string | null;
        };
        /** @description A version of an agent type. */
        Version: {
            /**
             * @description The agent type.
             * @example demo-agent
             */
            agentType: string;
            /**
             * @description The version, as jobs name it.
             * @example 1.5.0
             */
            version: string;
            /**
             * @description What the agent reports, where that is another text.
             * @example null
             */
            reportedVersion: string | null;
            /**
             * @description Agents that run an older one go to another version first.
             * @example null
             */
            minVersion: string | null;
            /**
             * @description Text, or the https URL of one.
             * @example null
             */
            releaseNotes: string | null;
            /** @description The archives of the version. */
            artifacts: {
                /**
                 * @description The nodes that it is for.
                 * @enum {string}
                 */
                platform: "linux" | "windows" | "any";
                /**
                 * @description The processors that it is for.
                 * @enum {string}
                 */
                architecture: "x86_64" | "arm64" | "any";
                /** @description Where it is; only administrators see a query. */
                url: string;
                /** @description Its SHA-256 in hexadecimal digits. */
                sha256: string | null;
                /** @description Its Ed25519 signature in base64. */
                signature: string | null;
            }[];
            /** @description What package managers call the version. */
            packages: {
                /**
                 * @description The package manager.
                 * @enum {string}
                 */
                manager: "apt" | "dnf" | "zypper";
                /**
                 * @description What it calls the version.
                 * @example 1:1.5.0-1
                 */
                packageVersion: string;
                /** @description What the agent reports that is installed from there. */
                reportedVersion?: string;
            }[];
            /**
             * @description No agent is brought to a deprecated one.
             * @example active
             * @enum {string}
             */
            status: "active" | "deprecated";
            /** @description Since when and why it is deprecated; null while it is active. */
            deprecation: {
                /** @description Why. */
                reason: string;
                /**
                 * Format: date-time
                 * @description Since when. ISO 8601, UTC.
                 * @example 2026-03-01T09:30:00.000Z
                 */
                at: string;
                /** @description The subject of the administrator's token. */
                by: string;
            } | null;
            /**
             * Format: date-time
             * @description When it was published. ISO 8601, UTC.
             * @example 2026-03-01T09:30:00.000Z
             */
            publishedAt: string;
            /**
             * @description The subject of the publisher's token.
             * @example release-pipeline
             */
            publishedBy: string;
        };
        /** @description An OpenAPI document. */
        OpenApi: {
            /**
             * @description The version of OpenAPI.
             * @example 3.1.0
             */
            openapi: string;
        } & {
            [key: string]: unknown;
        };
        /** @description That the API answers. */
        Health: {
            /**
             * @description Requests are answered.
             * @constant
             */
            status: "ok";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    submitUpgrade: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of 1 to 255 printable characters: a repeat with the same key and body answers with the first job, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description `wait=N` answers when the job has ended, or after N seconds, 25 at most; `Preference-Applied` tells how many. What cannot be read is ignored (RFC 7240). */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "agentUuids": [
                 *         "item1",
                 *         "item2"
                 *       ],
                 *       "targetVersion": "1.5.0",
                 *       "note": "CHG-1042",
                 *       "simulated": true
                 *     }
                 */
                "application/json": components["schemas"]["UpgradeRequest"];
            };
        };
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description What of `Prefer` was heeded. */
                    "preference-applied"?: string;
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `VALIDATION_FAILED`: The body is not what the operation takes; `errors` points at every field that is wrong.
             *     - `BODY_NOT_JSON`: The body is not JSON.
             *     - `BODY_MISSING`: The request has no body.
             *     - `IDEMPOTENCY_KEY_INVALID`: The header Idempotency-Key is empty, too long, or has other than printable characters.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `ARTIFACT_NEEDS_ADMIN`: To bring an artifact of its own a request needs an administrator.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `IDEMPOTENCY_KEY_REUSED`: The Idempotency-Key was used for another request.
             *     - `PLAN_CHANGED`: The job would no longer come to the plan that `planHash` cites; the answer tells what differs.
             *     - `PLAN_UNKNOWN`: No simulated job of this fleet came to the plan that `planHash` cites.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `BODY_TOO_LARGE`: The body is over 1.5 MB.
             *     - The request is over 10 MB.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `NOT_JSON`: The body is not sent as application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `DRY_RUN_ONLY`: This deployment takes simulated jobs only.
             *     - `START_TOO_FAR`: `startAt` is too far ahead.
             *     - `ARTIFACT_SOURCE_NOT_ALLOWED`: The deployment takes no artifacts from there.
             *     - `CHECKSUM_MISSING`: An artifact needs its sha256, or a signature.
             *     - `VERSION_UNUSABLE`: No node could install the version as it is described.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    submitAgentUpgrade: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of 1 to 255 printable characters: a repeat with the same key and body answers with the first job, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description `wait=N` answers when the job has ended, or after N seconds, 25 at most; `Preference-Applied` tells how many. What cannot be read is ignored (RFC 7240). */
                Prefer?: string;
            };
            path: {
                /** @description The name of an agent. */
                agentUuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "targetVersion": "1.5.0",
                 *       "simulated": true
                 *     }
                 */
                "application/json": components["schemas"]["AgentUpgradeRequest"];
            };
        };
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description What of `Prefer` was heeded. */
                    "preference-applied"?: string;
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpgradedAgent"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `VALIDATION_FAILED`: The body is not what the operation takes; `errors` points at every field that is wrong.
             *     - `BODY_NOT_JSON`: The body is not JSON.
             *     - `BODY_MISSING`: The request has no body.
             *     - `IDEMPOTENCY_KEY_INVALID`: The header Idempotency-Key is empty, too long, or has other than printable characters.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `ARTIFACT_NEEDS_ADMIN`: To bring an artifact of its own a request needs an administrator.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `AGENT_NOT_FOUND`: No agent of this name is registered, or none that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `IDEMPOTENCY_KEY_REUSED`: The Idempotency-Key was used for another request.
             *     - `PLAN_CHANGED`: The job would no longer come to the plan that `planHash` cites; the answer tells what differs.
             *     - `PLAN_UNKNOWN`: No simulated job of this fleet came to the plan that `planHash` cites.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `BODY_TOO_LARGE`: The body is over 1.5 MB.
             *     - The request is over 10 MB.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `NOT_JSON`: The body is not sent as application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `DRY_RUN_ONLY`: This deployment takes simulated jobs only.
             *     - `START_TOO_FAR`: `startAt` is too far ahead.
             *     - `ARTIFACT_SOURCE_NOT_ALLOWED`: The deployment takes no artifacts from there.
             *     - `CHECKSUM_MISSING`: An artifact needs its sha256, or a signature.
             *     - `VERSION_UNUSABLE`: No node could install the version as it is described.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description Of the job. */
                status?: "pending" | "running" | "success" | "failed";
                /** @description Where the job is, in more detail than its status. */
                phase?: "planning" | "awaiting-approval" | "scheduled" | "running" | "baking" | "paused" | "cancelling" | "done";
                /** @description The version that its agents are to run. */
                targetVersion?: string;
                /** @description The subject of the requester's token. */
                requestedBy?: string;
                /** @description The job whose agents it takes up again or takes back. */
                parentJobId?: string;
                /** @description Asked for at this time or later. */
                createdAfter?: string;
                /** @description Asked for before this time. */
                createdBefore?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Where the list goes on: the `nextCursor` of the page before, under the same filter. Opaque. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jobs"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `CURSOR_INVALID`: The cursor is not one that this list answered under this filter: begin again without it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: {
                /** @description How many agents a page has at most; 250 where only a cursor is given. All agents, where neither is. */
                limit?: number;
                /** @description Where the list goes on: the `nextCursor` of the page before, under the same filter. Opaque. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` of an answer that you have: if it would be the same, 304 comes without a body. */
                "If-None-Match"?: string;
                /** @description `wait=N` answers when the job has ended, or after N seconds, 25 at most; `Preference-Applied` tells how many. What cannot be read is ignored (RFC 7240). */
                Prefer?: string;
            };
            path: {
                /** @description The id of a job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description What of `Prefer` was heeded. */
                    "preference-applied"?: string;
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    /** @description Stands for the answer, in `If-None-Match`. */
                    etag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description You have it: it is as it was. */
            304: {
                headers: {
                    /** @description What of `Prefer` was heeded. */
                    "preference-applied"?: string;
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    /** @description Stands for the answer, in `If-None-Match`. */
                    etag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `CURSOR_INVALID`: The cursor is not one that this list answered under this filter: begin again without it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `JOB_NOT_FOUND`: There is no such job, or none that was made with the tags that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listJobAgents: {
        parameters: {
            query?: {
                /** @description How the agent ended. */
                status?: "success" | "failed" | "excluded";
                /** @description Why the agent is where it is. */
                reason?: "UPGRADED" | "ROLLED_BACK" | "ALREADY_CURRENT" | "SIMULATED" | "AGENT_NOT_FOUND" | "FORBIDDEN_AGENT" | "AGENT_TYPE_UNKNOWN" | "VERSION_NOT_FOUND" | "NO_PREVIOUS_VERSION" | "VERSION_DEPRECATED" | "VERSION_TOO_OLD" | "ARTIFACT_UNUSABLE" | "DOWNGRADE_NOT_ALLOWED" | "AGENT_BUSY" | "AGENT_OFFLINE" | "NODE_NOT_MANAGED" | "COMMAND_REJECTED" | "DOWNLOAD_FAILED" | "CHECKSUM_MISMATCH" | "SIGNATURE_INVALID" | "NO_ARTIFACT_FOR_PLATFORM" | "UNPACK_FAILED" | "DISK_FULL" | "PACKAGE_LOCKED" | "PACKAGE_HELD" | "PACKAGE_NOT_FOUND" | "REPOSITORY_FAILED" | "PACKAGE_FAILED" | "REBOOT_REQUIRED" | "RESTART_FAILED" | "HEALTH_CHECK_FAILED" | "ROLLBACK_FAILED" | "NOT_AFTER_PASSED" | "NODE_BUSY" | "INVALID_PARAMETER" | "INTERRUPTED" | "INTERNAL_ERROR" | "NOT_UPGRADED" | "NOT_REINSTALLED" | "AGENT_UNHEALTHY" | "VERSION_MISMATCH" | "UNHEALTHY_AFTER_BAKE" | "NODE_UNREACHABLE" | "NODE_TERMINATED" | "NOT_STARTED" | "SENT" | "OUTCOME_UNKNOWN" | "WAITING_FOR_NODE";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Where the list goes on: the `nextCursor` of the page before, under the same filter. Opaque. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` of an answer that you have: if it would be the same, 304 comes without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id of a job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    /** @description Stands for the answer, in `If-None-Match`. */
                    etag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAgents"];
                };
            };
            /** @description You have it: it is as it was. */
            304: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    /** @description Stands for the answer, in `If-None-Match`. */
                    etag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `CURSOR_INVALID`: The cursor is not one that this list answered under this filter: begin again without it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `JOB_NOT_FOUND`: There is no such job, or none that was made with the tags that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listJobEvents: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Where the list goes on: the `nextCursor` of the page before, under the same filter. Opaque. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` of an answer that you have: if it would be the same, 304 comes without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id of a job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    /** @description Stands for the answer, in `If-None-Match`. */
                    etag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobEvents"];
                };
            };
            /** @description You have it: it is as it was. */
            304: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    /** @description Stands for the answer, in `If-None-Match`. */
                    etag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `CURSOR_INVALID`: The cursor is not one that this list answered under this filter: begin again without it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `JOB_NOT_FOUND`: There is no such job, or none that was made with the tags that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getJobReport: {
        parameters: {
            query?: {
                /** @description How many agents a page has at most. */
                limit?: number;
                /** @description Where the list goes on: the `nextCursor` of the page before, under the same filter. Opaque. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of a job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                    "text/csv": components["schemas"]["ReportCsv"];
                    "text/markdown": components["schemas"]["ReportMarkdown"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `CURSOR_INVALID`: The cursor is not one that this list answered under this filter: begin again without it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `JOB_NOT_FOUND`: There is no such job, or none that was made with the tags that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `NOT_ACCEPTABLE`: This comes in none of the forms that `Accept` names. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    pauseJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `JOB_NOT_FOUND`: There is no such job, or none that was made with the tags that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `WRONG_STATE`: The job is not in a state in which this can be done; the answer names what can.
             *     - `CHANGED_MEANWHILE`: Others changed the same thing at the same time: ask again.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    resumeJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `JOB_NOT_FOUND`: There is no such job, or none that was made with the tags that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `WRONG_STATE`: The job is not in a state in which this can be done; the answer names what can.
             *     - `CHANGED_MEANWHILE`: Others changed the same thing at the same time: ask again.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `JOB_NOT_FOUND`: There is no such job, or none that was made with the tags that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `WRONG_STATE`: The job is not in a state in which this can be done; the answer names what can.
             *     - `CHANGED_MEANWHILE`: Others changed the same thing at the same time: ask again.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    approveJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             *     - `APPROVER_IS_REQUESTER`: Somebody other than the requester has to approve the job.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `JOB_NOT_FOUND`: There is no such job, or none that was made with the tags that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `WRONG_STATE`: The job is not in a state in which this can be done; the answer names what can.
             *     - `CHANGED_MEANWHILE`: Others changed the same thing at the same time: ask again.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of 1 to 255 printable characters: a repeat with the same key and body answers with the first job, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description `wait=N` answers when the job has ended, or after N seconds, 25 at most; `Preference-Applied` tells how many. What cannot be read is ignored (RFC 7240). */
                Prefer?: string;
            };
            path: {
                /** @description The id of a job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "note": "the network is back"
                 *     }
                 */
                "application/json": components["schemas"]["RetryRequest"];
            };
        };
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description What of `Prefer` was heeded. */
                    "preference-applied"?: string;
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `VALIDATION_FAILED`: The body is not what the operation takes; `errors` points at every field that is wrong.
             *     - `BODY_NOT_JSON`: The body is not JSON.
             *     - `IDEMPOTENCY_KEY_INVALID`: The header Idempotency-Key is empty, too long, or has other than printable characters.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             *     - `ARTIFACT_NEEDS_ADMIN`: To bring an artifact of its own a request needs an administrator.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `JOB_NOT_FOUND`: There is no such job, or none that was made with the tags that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `IDEMPOTENCY_KEY_REUSED`: The Idempotency-Key was used for another request.
             *     - `WRONG_STATE`: The job is not in a state in which this can be done; the answer names what can.
             *     - `SIMULATED_JOB`: The job was simulated: there is nothing to take up or to take back.
             *     - `NOTHING_TO_RETRY`: No agent of the job failed, or none for these reasons.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `BODY_TOO_LARGE`: The body is over 1.5 MB.
             *     - The request is over 10 MB.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `NOT_JSON`: The body is not sent as application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `ARTIFACT_UNUSED`: The job is a rollback, which takes no artifact.
             *     - `ROLLBACK_NOT_TAKEN_BACK`: A rollback is not taken back: its onFailure is halt or pause.
             *     - `DRY_RUN_ONLY`: This deployment takes simulated jobs only.
             *     - `START_TOO_FAR`: `startAt` is too far ahead.
             *     - `ARTIFACT_SOURCE_NOT_ALLOWED`: The deployment takes no artifacts from there.
             *     - `CHECKSUM_MISSING`: An artifact needs its sha256, or a signature.
             *     - `VERSION_UNUSABLE`: No node could install the version as it is described.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    rollbackJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` answers when the job has ended, or after N seconds, 25 at most; `Preference-Applied` tells how many. What cannot be read is ignored (RFC 7240). */
                Prefer?: string;
            };
            path: {
                /** @description The id of a job. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "note": "errors since 1.5.0"
                 *     }
                 */
                "application/json": components["schemas"]["RollbackRequest"];
            };
        };
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description What of `Prefer` was heeded. */
                    "preference-applied"?: string;
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `VALIDATION_FAILED`: The body is not what the operation takes; `errors` points at every field that is wrong.
             *     - `BODY_NOT_JSON`: The body is not JSON.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `JOB_NOT_FOUND`: There is no such job, or none that was made with the tags that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `SIMULATED_JOB`: The job was simulated: there is nothing to take up or to take back.
             *     - `NOTHING_TO_ROLL_BACK`: The job changed no agent.
             *     - `ROLLBACK_OF_ROLLBACK`: The job is a rollback itself.
             *     - `CHANGED_MEANWHILE`: Others changed the same thing at the same time: ask again.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `BODY_TOO_LARGE`: The body is over 1.5 MB.
             *     - The request is over 10 MB.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `NOT_JSON`: The body is not sent as application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `DRY_RUN_ONLY`: This deployment takes simulated jobs only.
             *     - `START_TOO_FAR`: `startAt` is too far ahead.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listAgents: {
        parameters: {
            query?: {
                /** @description Of the node. */
                status?: "online" | "offline" | "vanished";
                /** @description The version that the node reported last, letter by letter. */
                version?: string;
                /** @description The agent type. */
                agentType?: string;
                /** @description A tag as name=value; several times for several tags, all of which an agent must have. */
                tag?: string[];
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Where the list goes on: the `nextCursor` of the page before, under the same filter. Opaque. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agents"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `CURSOR_INVALID`: The cursor is not one that this list answered under this filter: begin again without it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of an agent. */
                agentUuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `AGENT_NOT_FOUND`: No agent of this name is registered, or none that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    putAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of an agent. */
                agentUuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "agentType": "demo-agent",
                 *       "nodeId": "mi-0123456789abcdef0",
                 *       "tags": {
                 *         "site": "berlin"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AgentRegistration"];
            };
        };
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `VALIDATION_FAILED`: The body is not what the operation takes; `errors` points at every field that is wrong.
             *     - `BODY_NOT_JSON`: The body is not JSON.
             *     - `BODY_MISSING`: The request has no body.
             *     - `AGENT_UUID_INVALID`: The name in the path is no agentUuid.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `DUPLICATE_AGENT`: The node has another agent of this type.
             *     - `CHANGED_MEANWHILE`: Others changed the same thing at the same time: ask again.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `BODY_TOO_LARGE`: The body is over 1.5 MB.
             *     - The request is over 10 MB.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `NOT_JSON`: The body is not sent as application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `AGENT_TYPE_UNKNOWN`: This deployment has no such agent type; the answer names those that it has. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    deleteAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of an agent. */
                agentUuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `AGENT_NOT_FOUND`: No agent of this name is registered, or none that the token is for. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `AGENT_BUSY`: A job is at work on this agent. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    discoverAgents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "dryRun": true
                 *     }
                 */
                "application/json": components["schemas"]["DiscoveryRequest"];
            };
        };
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Discovery"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `VALIDATION_FAILED`: The body is not what the operation takes; `errors` points at every field that is wrong.
             *     - `BODY_NOT_JSON`: The body is not JSON.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `DISCOVERY_UNDER_WAY`: Another discovery is under way. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `BODY_TOO_LARGE`: The body is over 1.5 MB.
             *     - The request is over 10 MB.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `NOT_JSON`: The body is not sent as application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getFreeze: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Freezes"];
                };
            };
            /** @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    putFreeze: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "scope": {
                 *         "tag": "site",
                 *         "value": "berlin"
                 *       },
                 *       "reason": "a fair"
                 *     }
                 */
                "application/json": components["schemas"]["FreezeRequest"];
            };
        };
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Freeze"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `VALIDATION_FAILED`: The body is not what the operation takes; `errors` points at every field that is wrong.
             *     - `BODY_NOT_JSON`: The body is not JSON.
             *     - `BODY_MISSING`: The request has no body.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `TOO_MANY_FREEZES`: 100 freezes are in force. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `BODY_TOO_LARGE`: The body is over 1.5 MB.
             *     - The request is over 10 MB.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `NOT_JSON`: The body is not sent as application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `UNTIL_PAST`: `until` has passed already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    deleteFreeze: {
        parameters: {
            query?: {
                /** @description Its scope: all, or a tag as tag:name=value. */
                scope?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Freeze"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `FREEZE_SCOPE_MISSING`: The query does not say which freeze is to end.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `FREEZE_NOT_FOUND`: No freeze of this scope is in force. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    exportFleet: {
        parameters: {
            query?: {
                /** @description Where the list goes on: the `nextCursor` of the page before, under the same filter. Opaque. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["Export"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `CURSOR_INVALID`: The cursor is not one that this list answered under this filter: begin again without it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listVersions: {
        parameters: {
            query?: {
                /** @description The agent type. */
                agentType?: string;
                /** @description Of the version. */
                status?: "active" | "deprecated";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Where the list goes on: the `nextCursor` of the page before, under the same filter. Opaque. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Versions"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `CURSOR_INVALID`: The cursor is not one that this list answered under this filter: begin again without it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    publishVersion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "agentType": "demo-agent",
                 *       "version": "1.8.0",
                 *       "artifact": {
                 *         "url": "https://artifacts.example.com/demo-agent-1.8.0.tar.gz",
                 *         "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Publication"];
            };
        };
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `VALIDATION_FAILED`: The body is not what the operation takes; `errors` points at every field that is wrong.
             *     - `BODY_NOT_JSON`: The body is not JSON.
             *     - `BODY_MISSING`: The request has no body.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `VERSION_EXISTS`: The version is published with other contents: publish another one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `BODY_TOO_LARGE`: The body is over 1.5 MB.
             *     - The request is over 10 MB.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `NOT_JSON`: The body is not sent as application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `AGENT_TYPE_UNKNOWN`: This deployment has no such agent type; the answer names those that it has.
             *     - `VERSION_UNUSABLE`: No node could install the version as it is described.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of an agent type. */
                agentType: string;
                /** @description A version of the agent type. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `VERSION_NOT_FOUND`: The catalogue has no such version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    deprecateVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of an agent type. */
                agentType: string;
                /** @description A version of the agent type. */
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "leaks memory"
                 *     }
                 */
                "application/json": components["schemas"]["DeprecationRequest"];
            };
        };
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /**
             * @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each.
             *     - `VALIDATION_FAILED`: The body is not what the operation takes; `errors` points at every field that is wrong.
             *     - `BODY_NOT_JSON`: The body is not JSON.
             *     - `BODY_MISSING`: The request has no body.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `VERSION_NOT_FOUND`: The catalogue has no such version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `CHANGED_MEANWHILE`: Others changed the same thing at the same time: ask again. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `BODY_TOO_LARGE`: The body is over 1.5 MB.
             *     - The request is over 10 MB.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `NOT_JSON`: The body is not sent as application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    activateVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of an agent type. */
                agentType: string;
                /** @description A version of the agent type. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description - `QUERY_INVALID`: A parameter of the query is unknown, wrong, or given twice; `errors` points at each. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The token is missing, has expired, or is not of the issuer and the audience of the deployment. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /**
             * @description - `SCOPE_MISSING`: The token lacks the scope that the operation takes.
             *     - `SUBJECT_MISSING`: The token has no claim `sub`, so that nobody could tell who asked.
             *     - `FENCE_INVALID`: The token is limited to some agents, and its claim does not say to which.
             *     - `FENCED`: The call reaches agents outside the tags that the token is for.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `VERSION_NOT_FOUND`: The catalogue has no such version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `CHANGED_MEANWHILE`: Others changed the same thing at the same time: ask again. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getOpenapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApi"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    /** @description The id of the request, which finds it in the logs. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description - The request is over 10 MB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - More requests than the deployment takes at once: wait, and ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description - `INTERNAL_ERROR`: Something went wrong on our side; `instance` finds it in the logs. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `UNAVAILABLE`: AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.
             *     - The function took too long, or could not be run: ask again.
             */
            503: {
                headers: {
                    /** @description Seconds after which to ask again; API Gateway says none. */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
}
