/**
 * What a browser may do on the console: run and show what came from its own origin, and ask these others, the issuer and an API elsewhere.
 * Cloudscape sets styles on elements by script, which needs no `unsafe-inline`; its pictures are data.
 */
export const consolePolicy = (origins: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    ['connect-src', "'self'", ...new Set(origins)].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
