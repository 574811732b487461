import { routes } from './routes.ts';
import { steeringFunction } from './steering.ts';

/** POST /api/v1/upgrade-jobs/{jobId}/cancel */
export const handler = steeringFunction(routes['cancel-job'], 'cancel');
