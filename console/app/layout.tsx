import AppLayout from '@cloudscape-design/components/app-layout';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import { useEffect, useState } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { Flashes } from './flashes.tsx';
import { crumbsOf, sectionOf } from './places.ts';
import { useTheme } from './theme.ts';

interface Following {
  readonly detail: { readonly href?: string | undefined; readonly external?: boolean | undefined };
  preventDefault(): void;
}

export interface LayoutProps {
  /** Who is signed in. */
  readonly name: string;
  readonly docsUrl: string | undefined;
  readonly onSignOut: () => void;
}

/** The frame of every page. Links within the console are followed without loading it anew. */
export function Layout({ name, docsUrl, onSignOut }: LayoutProps) {
  const [theme, toggleTheme] = useTheme();
  const [isOpen, setOpen] = useState(() => matchMedia('(min-width: 1000px)').matches);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const crumbs = crumbsOf(pathname);
  useEffect(() => {
    document.title = `${crumbs.at(-1)?.text} · Fleet Upgrade`;
  }, [crumbs]);
  const follow = (event: Following) => {
    if (event.detail.external || event.detail.href === undefined) return;
    event.preventDefault();
    navigate(event.detail.href);
  };
  const apiPage = docsUrl !== undefined && {
    type: 'link' as const,
    text: 'API reference',
    href: docsUrl,
    external: true,
  };
  return (
    <>
      <div id="top">
        <TopNavigation
          identity={{
            href: '/',
            title: 'Fleet Upgrade',
            onFollow: (event) =>
              follow({ ...event, detail: { href: '/' }, preventDefault: () => event.preventDefault() }),
          }}
          utilities={[
            {
              type: 'button',
              text: theme === 'dark' ? 'Light mode' : 'Dark mode',
              onClick: toggleTheme,
            },
            {
              type: 'menu-dropdown',
              text: name,
              iconName: 'user-profile',
              items: [{ id: 'sign-out', text: 'Sign out' }],
              onItemClick: onSignOut,
            },
          ]}
        />
      </div>
      <AppLayout
        headerSelector="#top"
        navigationOpen={isOpen}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        toolsHide
        navigation={
          <SideNavigation
            activeHref={sectionOf(pathname)}
            header={{ href: '/', text: 'Fleet Upgrade' }}
            onFollow={follow}
            items={[
              { type: 'link', text: 'Fleet', href: '/fleet' },
              { type: 'link', text: 'New upgrade', href: '/upgrades/new' },
              { type: 'link', text: 'Upgrade jobs', href: '/jobs' },
              ...(apiPage ? [{ type: 'divider' as const }, apiPage] : []),
            ]}
          />
        }
        breadcrumbs={<BreadcrumbGroup items={[...crumbs]} onFollow={follow} />}
        notifications={<Flashes />}
        content={<Outlet />}
      />
    </>
  );
}
