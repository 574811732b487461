/** Seconds. API Gateway gives up after 30 s, and a function after 29 s: what is left is for starting, and for reading a large job. */
const LONGEST_WAIT = 25;

/** Commas between preferences, and not those in quoted text. */
const PREFERENCE = /(?:"(?:[^"\\]|\\.)*"|[^",])+/g;
const BALANCED = /^(?:"(?:[^"\\]|\\.)*"|[^"])*$/;
const WAIT = /^\s*wait\s*=\s*(?:"(\d+)"|(\d+))\s*(?:;|$)/i;

/**
 * The whole seconds for which a caller would wait, 25 at most, by the header `Prefer: wait=10` (RFC 7240); undefined where it does not say, or
 * cannot be read: a preference is never a reason to refuse. Of several the first counts.
 */
export function preferredWait(prefer: string | undefined): number | undefined {
  if (prefer === undefined || !BALANCED.test(prefer)) return undefined;
  const waits = (prefer.match(PREFERENCE) ?? []).filter((preference) => /^\s*wait\b/i.test(preference));
  const [, quoted, plain] = WAIT.exec(waits[0] ?? '') ?? [];
  const seconds = quoted ?? plain;
  return seconds === undefined ? undefined : Math.min(Number(seconds), LONGEST_WAIT);
}
