import Box from '@cloudscape-design/components/box';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { momentWords } from './time-words.ts';
import type { Gate, TimelineWave, WaveState } from './timeline.ts';
import './wave-timeline.css';

const looks: Readonly<Record<WaveState, readonly [StatusIndicatorProps.Type, string]>> = {
  'to-come': ['pending', 'To come'],
  running: ['in-progress', 'Under way'],
  baking: ['in-progress', 'Being watched'],
  verifying: ['loading', 'Being checked'],
  passed: ['success', 'Passed'],
  stopped: ['stopped', 'Stopped'],
};

/** The waves in their order, each with its bake behind it, and what held the job up. */
export function WaveTimeline({
  waves,
  gates,
}: {
  readonly waves: readonly TimelineWave[];
  readonly gates: readonly Gate[];
}) {
  if (waves.length === 0) return <Box color="text-status-inactive">The waves are known once the job is planned.</Box>;
  return (
    <>
      <ol className="waves">
        {waves.map((wave) => (
          <Wave key={wave.number} wave={wave} />
        ))}
      </ol>
      {gates.length > 0 && (
        <ul className="wave-gates" aria-label="What held the job up or let it go on">
          {gates.map(({ at, words }) => (
            <li key={at + words}>
              <Box variant="small">{momentWords(at)}</Box> {words}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Wave({ wave }: { readonly wave: TimelineWave }) {
  const { number, state, words, failureThreshold, succeeded, failed, agents, begunAt, endedAt, bake, share } = wave;
  const [type, said] = looks[state];
  // Who was never sent counts as failed once the job has ended; the wave did not begin all the same.
  const done = agents === 0 || begunAt === null ? 0 : Math.floor((100 * (succeeded + failed)) / agents);
  return (
    <li className={`wave wave-${state}`} style={{ flexGrow: Math.max(1, share) }}>
      <Box variant="h3">Wave {number}</Box>
      <StatusIndicator type={type}>{said}</StatusIndicator>
      <ProgressBar ariaLabel={`Wave ${number}`} value={state === 'passed' ? 100 : done} description={words} />
      <Box variant="small">
        {failureThreshold === 0 ? 'Stops at the first failure.' : `Stops above ${failureThreshold} failed.`}
        {begunAt !== null && ` Begun ${momentWords(begunAt)}.`}
        {endedAt !== null && ` Done ${momentWords(endedAt)}.`}
      </Box>
      {bake !== null && (
        <ProgressBar ariaLabel={`Bake of wave ${number}`} value={bake.percent} description={bake.words} />
      )}
    </li>
  );
}
