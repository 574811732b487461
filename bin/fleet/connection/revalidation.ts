import type { World } from '../world.ts';

type Fetch = World['fetch'];

/** Asks again for the page it asked for last only whether it changed, where its answer had an ETag; a 304 becomes the answer from before. */
export function revalidatingFetch(fetch: Fetch): Fetch {
  let last:
    | { readonly url: string; readonly etag: string; readonly body: string; readonly headers: Headers }
    | undefined;
  return async (request) => {
    if (request.method !== 'GET') return fetch(request);
    const known = last?.url === request.url ? last : undefined;
    if (known !== undefined) request.headers.set('if-none-match', known.etag);
    const response = await fetch(request);
    if (response.status === 304 && known !== undefined) return new Response(known.body, { headers: known.headers });
    const etag = response.headers.get('etag');
    if (!response.ok || etag === null) return response;
    const body = await response.text();
    last = { url: request.url, etag, body, headers: response.headers };
    return new Response(body, { status: response.status, headers: response.headers });
  };
}
