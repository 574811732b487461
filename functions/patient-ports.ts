import type { Instances } from './domain/discovery-ports.ts';
import type { Connections } from './domain/ports.ts';

/**
 * A job that waits for nodes for days is not to end because Systems Manager does not answer for minutes: until it does, no node is
 * back. Whoever sends asks again, and does not overlook an error.
 */
export const patientConnections = (connections: Connections, warn: (error: unknown) => void): Connections => ({
  connections: async (nodeIds) => {
    try {
      return await connections.connections(nodeIds);
    } catch (error) {
      warn(error);
      return new Map();
    }
  },
});

/** A deployment that may not ask EC2, or cannot for minutes, goes on: of an instance that EC2 tells nothing about nobody says that it ended. */
export const patientInstances = (instances: Instances, warn: (error: unknown) => void): Instances => ({
  describe: async (instanceIds) => {
    try {
      return await instances.describe(instanceIds);
    } catch (error) {
      warn(error);
      return new Map(instanceIds.map((id) => [id, { state: 'unknown', architecture: null, tags: {} }]));
    }
  },
});
