/** Nothing runs on it, nobody frames it, and its form goes here and from here to the console alone. */
export const signInHeaders = (redirectUri: string): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    `form-action 'self' ${new URL(redirectUri).origin}`,
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:24rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}' +
  'button{display:block;width:100%;margin:.5rem 0;padding:.6rem;font:inherit;cursor:pointer}';

/**
 * One click signs in as one of the roles.
 * @param query the request, which comes back with the click: written anew, so that nothing in it can end the attribute
 */
export const signInPage = (query: URLSearchParams, roles: readonly string[]): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in · Fleet Upgrade</title><style>${STYLE}</style></head>
<body><main><h1>Fleet Upgrade</h1><p>This machine's own issuer asks for no password. Who are you?</p>
<form method="post" action="/authorize?${String(query).replaceAll('&', '&amp;').replaceAll("'", '%27')}">
${roles.map((role) => `<button name="role" value="${role}">Sign in as ${role}</button>`).join('\n')}
</form></main></body></html>`;
