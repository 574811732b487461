import { durationWords } from '../jobs/time-words.ts';
import { agentWords } from '../words.ts';
import type { PreviewedWave } from './wave-preview.ts';
import './wave-bars.css';

/** The waves one after the other, each as wide as its share of the agents, with its numbers below. */
export const WaveBars = ({ waves }: { waves: readonly PreviewedWave[] }) => (
  // Focusable, since many waves are wider than a phone and have to be reached without a mouse.
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to take the keyboard
  <ol className="wave-bars" aria-label="Waves" tabIndex={0}>
    {waves.map(({ number, agents, share, bakeSeconds }) => (
      <li key={number} style={{ flexGrow: Math.max(share * 100, 1) }}>
        <span>Wave {number}</span>
        <span>{agentWords(agents)}</span>
        <span>{bakeSeconds > 0 ? `watched ${durationWords(bakeSeconds)}` : ' '}</span>
      </li>
    ))}
  </ol>
);
