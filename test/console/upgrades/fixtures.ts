import { type Draft, newDraft } from '../../../console/upgrades/draft.ts';

/** Ready to be sent: two agents by name. */
export const good: Draft = {
  ...newDraft({ kind: 'names', agentUuids: ['item1', 'item2'] }, 'Europe/Berlin'),
  targetVersion: '1.5.0',
};
export const bySelector: Draft = { ...good, by: 'selector', agentType: 'demo-agent' };
export const now = new Date('2026-03-01T09:00:00Z');
