import type { Fault as EventFault } from '../../local/event-bus.ts';

/** What becomes of a call of a service's API: refused, or done and its answer lost. */
export type ApiFault = 'throttled' | 'lost' | undefined;

/** What becomes of the download of a version: it stops half way and hangs, or ends there, or has other bytes, or is refused. */
export type DownloadFault = 'stalls' | 'halves' | 'lies' | 'refuses' | undefined;

/** What goes wrong just now around a stack; nothing at first. Each fault sets its own and clears all of it. */
export class Weather {
  event: () => EventFault = () => 'none';
  api: (operation: string) => ApiFault = () => undefined;
  kill: (functionName: string) => number | undefined = () => undefined;
  download: (version: string) => DownloadFault = () => undefined;
  /** Milliseconds by which the clock of the services is ahead. */
  aheadMs = 0;

  clear(): void {
    Object.assign(this, new Weather());
  }
}
