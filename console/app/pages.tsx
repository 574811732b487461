import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import { lazy, Suspense } from 'react';
import { Navigate, Outlet, Route, Routes, useLocation } from 'react-router';
import { Layout, type LayoutProps } from './layout.tsx';
import { Safely } from './safely.tsx';
import { Trouble } from './trouble.tsx';

// Each page is loaded when it is first opened.
const FleetPage = lazy(async () => ({ default: (await import('../fleet/fleet-page.tsx')).FleetPage }));
const NewUpgradePage = lazy(async () => ({
  default: (await import('../upgrades/new-upgrade-page.tsx')).NewUpgradePage,
}));
const JobsPage = lazy(async () => ({ default: (await import('../jobs/jobs-page.tsx')).JobsPage }));
const JobPage = lazy(async () => ({ default: (await import('../jobs/job-page.tsx')).JobPage }));

/** The pages by their path, in their frame. */
export const Pages = (layout: LayoutProps) => (
  <Routes>
    <Route element={<Layout {...layout} />}>
      <Route element={<Loaded />}>
        <Route index element={<Navigate to="/fleet" replace />} />
        <Route path="fleet" element={<FleetPage />} />
        <Route path="upgrades/new" element={<NewUpgradePage />} />
        <Route path="jobs" element={<JobsPage />} />
        <Route path="jobs/:jobId" element={<JobPage />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Route>
  </Routes>
);

/** The page itself. What breaks one leaves the frame whole, and the others. */
const Loaded = () => (
  <Safely key={useLocation().pathname}>
    <Suspense fallback={<Loading />}>
      <Outlet />
    </Suspense>
  </Safely>
);

const Loading = () => (
  <Box padding="xxl" textAlign="center">
    <Spinner size="large" /> Loading
  </Box>
);

const NotFound = () => (
  <Trouble title="There is no such page" error="Follow one of the links beside this, or check the address." />
);
