import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a reader of the page comes by a token. */
export type SignIn =
  /** From an address of the same site, which answers `{token, subject}`: on a machine of one's own. */
  | { readonly kind: 'token'; readonly url: string }
  /** From the deployment's issuer, by authorization code with PKCE. */
  | { readonly kind: 'oidc'; readonly issuer: string; readonly clientId: string; readonly scopes: readonly string[] };

const OWN = ['index.html', 'page.css', 'page.js', 'simulated.js'];
const SWAGGER_UI = [
  'swagger-ui-bundle.js',
  'swagger-ui.css',
  'favicon-32x32.png',
  'oauth2-redirect.html',
  'oauth2-redirect.js',
];

const here = fileURLToPath(new URL('.', import.meta.url));
const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** The files of the API's page, by name: a static site that asks nothing of any other, but of the issuer. */
export function docsFiles(signIn: SignIn, openApi: object): ReadonlyMap<string, string | Buffer> {
  return new Map<string, string | Buffer>([
    ...OWN.map((name) => [name, readFileSync(join(here, name))] as const),
    ...SWAGGER_UI.map((name) => [name, readFileSync(join(swaggerUi, name))] as const),
    ['config.json', JSON.stringify({ signIn })],
    ['openapi.json', JSON.stringify(openApi)],
  ]);
}

/**
 * What a browser may do on the page. Swagger UI writes styles into its elements, and its pictures are data.
 * @param origins what the page may ask beside its own: the issuer's
 */
export const contentSecurityPolicy = (origins: readonly string[] = []): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    ['connect-src', "'self'", ...new Set(origins)].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
