import { simulated } from './simulated.js';

const simulate = document.getElementById('simulate');
const account = document.getElementById('account');
const header = document.querySelector('header');
simulate.addEventListener('change', () => header.classList.toggle('real', !simulate.checked));

const [config, spec] = await Promise.all(['config.json', 'openapi.json'].map(read));
const { signIn } = config;

if (signIn.kind === 'oidc')
  spec.components.securitySchemes.signIn = {
    type: 'openIdConnect',
    openIdConnectUrl: `${signIn.issuer}/.well-known/openid-configuration`,
  };
if (signIn.kind === 'oidc') spec.security = [{ signIn: signIn.scopes }, ...spec.security];

const page = globalThis.SwaggerUIBundle({
  spec,
  domNode: document.getElementById('reference'),
  deepLinking: true,
  tryItOutEnabled: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  // No token outlives the page.
  persistAuthorization: false,
  validatorUrl: null,
  requestInterceptor: (request) => (simulate.checked && !request.loadSpec ? simulated(request) : request),
  onComplete: async () => {
    if (signIn.kind !== 'token') return;
    const { token, subject } = await read(signIn.url);
    page.preauthorizeApiKey('bearer', token);
    account.value = `Signed in as ${subject}.`;
  },
});
if (signIn.kind === 'oidc') {
  page.initOAuth({ clientId: signIn.clientId, scopes: signIn.scopes, usePkceWithAuthorizationCodeGrant: true });
  account.value = 'Sign in with “Authorize”.';
}

async function read(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}
