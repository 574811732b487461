import { useSyncExternalStore } from 'react';

/** What Cloudscape's applyMode gives the page's body. */
const DARK = 'awsui-dark-mode';

function onModeChange(tell: () => void): () => void {
  const observer = new MutationObserver(tell);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return () => observer.disconnect();
}

/** Is the page dark? For what is drawn on a canvas, which no style sheet reaches. */
export const useDark = (): boolean => useSyncExternalStore(onModeChange, () => document.body.classList.contains(DARK));
