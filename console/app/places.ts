interface Crumb {
  readonly text: string;
  readonly href: string;
}

const HOME: Crumb = { text: 'Fleet Upgrade', href: '/' };
const FLEET: Crumb = { text: 'Fleet', href: '/fleet' };
const NEW_UPGRADE: Crumb = { text: 'New upgrade', href: '/upgrades/new' };
const JOBS: Crumb = { text: 'Upgrade jobs', href: '/jobs' };

/** The way to a page, for the line above it. */
export function crumbsOf(path: string): readonly Crumb[] {
  if (path === '/' || path === FLEET.href) return [HOME, FLEET];
  if (path === NEW_UPGRADE.href) return [HOME, NEW_UPGRADE];
  if (path === JOBS.href) return [HOME, JOBS];
  const [, jobId] = /^\/jobs\/([^/]+)$/.exec(path) ?? [];
  return jobId === undefined ? [HOME, { text: 'Not found', href: path }] : [HOME, JOBS, { text: jobId, href: path }];
}

/** The entry of the navigation that a page belongs to. */
export const sectionOf = (path: string): string => crumbsOf(path)[1]?.href ?? path;
