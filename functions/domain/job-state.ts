/* Plain lists, without zod: the console's first page reads them, too. */

export const jobStatuses = ['pending', 'running', 'success', 'failed'] as const;

export const jobPhases = [
  'planning',
  'awaiting-approval',
  'scheduled',
  'running',
  'baking',
  'paused',
  'cancelling',
  'done',
] as const;
