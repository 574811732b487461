import type { Complaints } from './complaints.ts';
import type { Draft } from './draft.ts';

/** What each step of the wizard is given. */
export interface StepProps {
  readonly draft: Draft;
  /** Empty until somebody tried to go on. */
  readonly complaints: Complaints;
  readonly onChange: (changes: Partial<Draft>) => void;
}
