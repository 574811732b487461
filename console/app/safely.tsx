import { Component, type ReactNode } from 'react';
import { Trouble } from './trouble.tsx';

/** Shows what broke in place of what it broke. Also where a page's code is not there any more, after a new version was deployed. */
export class Safely extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: undefined };

  static getDerivedStateFromError = (error: unknown) => ({ error });

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <Trouble title="This page cannot be shown" error={error} onRetry={() => location.reload()} />;
  }
}
