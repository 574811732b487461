import { routes } from './routes.ts';
import { steeringFunction } from './steering.ts';

/** POST /api/v1/upgrade-jobs/{jobId}/pause */
export const handler = steeringFunction(routes['pause-job'], 'pause');
