import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A browser of this machine; undefined where there is none. */
export const browserPath: string | undefined = process.env['CHROMIUM_PATH'] ?? PLACES.find((path) => existsSync(path));

/** What to say of a test that needs one. */
export const WITHOUT_BROWSER = 'no browser: apt-get install chromium, or name one in CHROMIUM_PATH';

/** Starts it without its window, and without asking anybody but the pages that are opened. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(browserPath && { executablePath: browserPath }),
    // A container's root has no user namespace for the sandbox; the pages are our own.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
