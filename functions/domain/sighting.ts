import type { BatchAgent } from './batch.ts';

/**
 * What can be seen of a node from outside. `terminated`: EC2 says that the instance has ended. `forgotten`: neither Systems Manager nor EC2
 * knows it, and EC2 forgets an instance about an hour after its end. A node that only Systems Manager does not know is absent.
 */
export type Sighting = 'online' | 'offline' | 'terminated' | 'forgotten';

/** Is there no node any more? One that nobody ever heard of may as well be a wrong name, which is no reason to look away. */
export function isGone({ oldVersion, attempts }: BatchAgent, sighting: Sighting | undefined): boolean {
  if (sighting === 'terminated') return true;
  return sighting === 'forgotten' && (oldVersion !== null || attempts > 0);
}
