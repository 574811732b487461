import { routes } from './routes.ts';
import { steeringFunction } from './steering.ts';

/** POST /api/v1/upgrade-jobs/{jobId}/resume */
export const handler = steeringFunction(routes['resume-job'], 'resume');
