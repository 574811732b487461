/** Takes the place of @smithy/core/event-streams, which is loaded for commands that stream events: no function sends one. */
throw new Error('Event streams are not part of the bundle: see lib/bundling/lean-clients.ts.');
