/** The operations that make a job of what they are sent, and can be asked to send nothing to nodes. */
const SIMULATED = /\/api\/v1\/(agents\/batch-upgrade|agents\/[^/]+\/upgrade|upgrade-jobs\/[^/]+\/retry)$/;
const NOT_SIMULATED = /\/api\/v1\/upgrade-jobs\/[^/]+\/rollback$/;

/**
 * The request as it is sent while the reader has not asked for real upgrades: one that would upgrade agents is simulated, whatever its
 * body says. Throws, so that nothing is sent, where that cannot be.
 * @template {{ method?: string, url: string, body?: unknown }} Sent
 * @param {Sent} request
 * @returns {Sent}
 */
export function simulated(request) {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (request.method?.toUpperCase() !== 'POST') return request;
  if (NOT_SIMULATED.test(pathname))
    throw new Error('A rollback cannot be simulated. Switch the simulation off at the top of the page to send it.');
  if (!SIMULATED.test(pathname)) return request;
  return { ...request, body: JSON.stringify({ ...objectIn(request.body), simulated: true }) };
}

/** @param {unknown} body @returns {object} */
function objectIn(body) {
  const parsed = typeof body === 'string' && body.trim() !== '' ? JSON.parse(body) : (body ?? {});
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error('The body is no JSON object: it cannot be sent as a simulation.');
  return parsed;
}
