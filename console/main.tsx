import '@cloudscape-design/global-styles/index.css';
import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { ApiProvider, apiFor, newQueryClient } from './api/api.ts';
import { FlashProvider } from './app/flashes.tsx';
import { Pages } from './app/pages.tsx';
import { Trouble } from './app/trouble.tsx';
import { readConfig } from './config.ts';
import { SIGNED_IN_PATH } from './session/paths.ts';
import { Session } from './session/session.ts';
import { SignedOutScreen } from './session/signed-out.tsx';

const show = (root: Root, page: ReactNode) =>
  root.render(
    <StrictMode>
      <I18nProvider locale="en" messages={[messages]}>
        {page}
      </I18nProvider>
    </StrictMode>,
  );

/** Signs in whoever is not, and then shows the pages. */
async function start(root: Root): Promise<void> {
  const config = await readConfig();
  const session = new Session(config, location.origin, sessionStorage);
  if (location.pathname === SIGNED_IN_PATH) {
    const path = await session.completeSignIn(location.href);
    history.replaceState(null, '', path);
  }
  const user = await session.user();
  if (user === null) return session.signIn(location.pathname + location.search);

  const { profile } = user;
  const queries = newQueryClient();
  const signOut = async () => {
    await session.signOut();
    queries.clear();
    show(root, <SignedOutScreen onSignIn={() => session.signIn('/')} />);
  };
  const layout = {
    name: profile.name ?? profile.email ?? profile.sub,
    docsUrl: config.docsUrl,
    onSignOut: () => void signOut(),
  };
  show(
    root,
    <QueryClientProvider client={queries}>
      <ApiProvider value={apiFor(session, config.apiUrl ?? location.origin)}>
        <BrowserRouter>
          <FlashProvider>
            <Pages {...layout} />
          </FlashProvider>
        </BrowserRouter>
      </ApiProvider>
    </QueryClientProvider>,
  );
}

const container = document.getElementById('console');
if (container === null) throw new Error('The page has no place for the console.');
const root = createRoot(container);
start(root).catch((error: unknown) =>
  show(root, <Trouble title="The console could not start" error={error} onRetry={() => location.assign('/')} />),
);
