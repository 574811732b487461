import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import { createBrowserRouter, Navigate, useRouteError } from 'react-router';
import { FlashProvider } from './flashes.tsx';
import { Layout } from './layout.tsx';
import { Trouble } from './trouble.tsx';

const Loading = () => (
  <Box padding="xxl" textAlign="center">
    <Spinner size="large" /> Loading
  </Box>
);

const Broken = () => (
  <Trouble title="This page cannot be shown" error={useRouteError()} onRetry={() => location.reload()} />
);

const NotFound = () => (
  <Trouble title="There is no such page" error="Follow one of the links beside this, or check the address." />
);

/** The pages by their path. Each is loaded when it is first opened. */
export function routerFor(layout: Parameters<typeof Layout>[0]) {
  const frame = (
    <FlashProvider>
      <Layout {...layout} />
    </FlashProvider>
  );
  return createBrowserRouter([
    {
      element: frame,
      errorElement: <Broken />,
      hydrateFallbackElement: <Loading />,
      children: [
        {
          errorElement: <Broken />,
          children: [
            { index: true, element: <Navigate to="/fleet" replace /> },
            { path: 'fleet', lazy: async () => ({ Component: (await import('../fleet/fleet-page.tsx')).FleetPage }) },
            {
              path: 'upgrades/new',
              lazy: async () => ({ Component: (await import('../upgrades/new-upgrade-page.tsx')).NewUpgradePage }),
            },
            { path: 'jobs', lazy: async () => ({ Component: (await import('../jobs/jobs-page.tsx')).JobsPage }) },
            { path: 'jobs/:jobId', lazy: async () => ({ Component: (await import('../jobs/job-page.tsx')).JobPage }) },
            { path: '*', element: <NotFound /> },
          ],
        },
      ],
    },
  ]);
}
