import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { ApiError } from '../api/api-error.ts';

/** What went wrong, for people. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** An error in place of what could not be shown: the API's own words, its code and the request id that finds it in the logs. */
export function Trouble({ title, error, onRetry }: { title: string; error: unknown; onRetry?: () => void }) {
  const action = onRetry && <Button onClick={onRetry}>Try again</Button>;
  return (
    <Alert type="error" header={title} action={action}>
      <div>{messageOf(error)}</div>
      {error instanceof ApiError && (
        <>
          {error.errors.map(({ pointer, detail }) => (
            <div key={pointer + detail}>
              {pointer}: {detail}
            </div>
          ))}
          <small>
            {error.code}
            {error.requestId !== undefined && ` · request ${error.requestId}`}
          </small>
        </>
      )}
    </Alert>
  );
}
