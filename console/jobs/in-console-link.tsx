import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import './in-console-link.css';

/** A link to another page of the console, which is opened without loading everything anew. */
export function InConsoleLink({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  const navigate = useNavigate();
  return (
    <Link
      href={to}
      onFollow={(event) => {
        event.preventDefault();
        void navigate(to);
      }}
    >
      {children}
    </Link>
  );
}

export const JobLink = ({ jobId }: { readonly jobId: string }) => (
  <InConsoleLink to={`/jobs/${encodeURIComponent(jobId)}`}>
    <span className="job-id">{jobId}</span>
  </InConsoleLink>
);
