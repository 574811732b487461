import SpaceBetween from '@cloudscape-design/components/space-between';
import Wizard from '@cloudscape-design/components/wizard';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useApi } from '../api/api.ts';
import { ApiError } from '../api/api-error.ts';
import { Trouble } from '../app/trouble.tsx';
import { complaintsOf } from './complaints.ts';
import { type Draft, newDraft } from './draft.ts';
import { useMatch } from './match.tsx';
import { PlanStep } from './plan-step.tsx';
import { requestOf } from './request.ts';
import { RolloutStep } from './rollout-step.tsx';
import { handedOver } from './targets.ts';
import { TargetsStep } from './targets-step.tsx';
import { useSimulation } from './use-simulation.ts';
import { VersionStep } from './version-step.tsx';

/** The last step, where the upgrade is simulated and then started. */
const PLAN = 3;

/** Whom, to what, how, and what would happen: nothing is started before it was simulated, and then by the plan's hash. */
export function NewUpgradePage() {
  const navigate = useNavigate();
  const { state } = useLocation();
  const [draft, setDraft] = useState<Draft>(() => newDraft(handedOver(state), zoneHere()));
  const [step, setStep] = useState(0);
  const [isTried, setTried] = useState(false);
  const match = useMatch(draft);
  const simulation = useSimulation();
  const start = useStart((jobId) => navigate(`/jobs/${jobId}`));

  const all = complaintsOf(draft, new Date());
  const fields = {
    draft,
    complaints: (isTried ? all[step] : undefined) ?? {},
    onChange: (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes })),
  };
  const goTo = (requested: number) => {
    const unfinished = all.findIndex((complaints, index) => index < requested && Object.keys(complaints).length > 0);
    setTried(unfinished !== -1);
    setStep(unfinished === -1 ? requested : unfinished);
    if (unfinished === -1 && requested === PLAN) simulation.simulate(requestOf(draft));
  };
  const planHash = simulation.report === undefined ? null : (simulation.job?.planHash ?? null);
  const submit = () => {
    if (planHash !== null && simulation.job) start.start(requestOf(draft), planHash, simulation.job.id);
  };
  const planAnew = () => {
    start.reset();
    simulation.again();
  };
  return (
    <SpaceBetween size="l">
      {start.error !== null && (
        <Trouble
          title="The upgrade was not started"
          error={start.error}
          onRetry={isStale(start.error) ? planAnew : submit}
        />
      )}
      <Wizard
        activeStepIndex={step}
        onNavigate={({ detail }) => goTo(detail.requestedStepIndex)}
        onCancel={() => navigate('/fleet')}
        onSubmit={submit}
        isLoadingNextStep={start.isPending || (step === PLAN && planHash === null && simulation.error === null)}
        submitButtonText="Start upgrade"
        steps={[
          {
            title: 'Agents',
            description: 'It is simulated first, and nothing is sent before you start it.',
            content: <TargetsStep {...fields} match={match} />,
          },
          { title: 'Version', content: <VersionStep {...fields} /> },
          { title: 'Rollout', content: <RolloutStep {...fields} match={match} /> },
          { title: 'Simulate and start', content: <PlanStep request={requestOf(draft)} simulation={simulation} /> },
        ]}
      />
    </SpaceBetween>
  );
}

/** The time zone of this browser. */
const zoneHere = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Does the plan hold no more? All else can be sent once more as it is: its key tells the API that it is the same. */
const isStale = (error: unknown): boolean => error instanceof ApiError && error.status === 409;

/** Starts what was simulated. Its key goes by the simulation, so that no second click starts a second job. */
function useStart(onStarted: (jobId: string) => void) {
  const { query } = useApi();
  const post = query.useMutation('post', '/api/v1/agents/batch-upgrade', { onSuccess: ({ id }) => onStarted(id) });
  return {
    error: post.error,
    isPending: post.isPending,
    reset: post.reset,
    start: (request: ReturnType<typeof requestOf>, planHash: string, simulatedJobId: string) =>
      post.mutate({
        params: { header: { 'Idempotency-Key': `console-${simulatedJobId}` } },
        body: { ...request, planHash },
      }),
  };
}
