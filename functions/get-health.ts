import { publicFunction } from './http/public-function.ts';
import { routes } from './routes.ts';

/**
 * GET /api/v1/health: that requests reach functions, and functions answer. It asks nothing else of AWS, since anyone may call it, as often as the
 * stage lets them, and since monitors are to find out about the API and not about the table.
 */
export const handler = publicFunction(routes['get-health'], async () => ({ status: 'ok' }));
