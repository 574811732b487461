import { routes } from './routes.ts';
import { steeringFunction } from './steering.ts';

/** POST /api/v1/upgrade-jobs/{jobId}/approve */
export const handler = steeringFunction(routes['approve-job'], 'approve');
