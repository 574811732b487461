import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { Trouble } from '../app/trouble.tsx';
import { distribution, type FleetCount } from './fleet-count.ts';
import type { FleetCounting } from './use-fleet-count.ts';
import './version-chart.css';

/** More bars than this are no picture any more. */
const MOST_BARS = 8;
const number = (value: number) => value.toLocaleString('en');

/** How many agents match, how many of them are online, and which versions they run: as far as they have been counted. */
export function FleetSummary({ counting }: { counting: FleetCounting }) {
  const { count, isComplete, isCounting, error, countOn } = counting;
  const { online, offline, vanished, unknown } = count.status;
  const counted = isComplete ? number(count.agents) : `${number(count.agents)} counted so far`;
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${counted})`}
          description={
            isComplete ? undefined : 'The API tells no totals: what is shown is of the agents counted so far.'
          }
          actions={countOn && <Button onClick={countOn}>Count on</Button>}
        >
          Versions
        </Header>
      }
    >
      <SpaceBetween size="m">
        {error !== undefined && <Trouble title="Counting stopped" error={error} />}
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'Online', value: <StatusIndicator type="success">{number(online)}</StatusIndicator> },
            { label: 'Offline', value: <StatusIndicator type="stopped">{number(offline)}</StatusIndicator> },
            {
              label: 'Vanished',
              value: <StatusIndicator type={vanished > 0 ? 'error' : 'stopped'}>{number(vanished)}</StatusIndicator>,
            },
            { label: 'Not asked yet', value: <StatusIndicator type="pending">{number(unknown)}</StatusIndicator> },
          ]}
        />
        {isCounting && <StatusIndicator type="loading">Counting</StatusIndicator>}
        <VersionChart count={count} />
      </SpaceBetween>
    </Container>
  );
}

function VersionChart({ count }: { count: FleetCount }) {
  const { shown, others } = distribution(count, MOST_BARS);
  return (
    <>
      <ul className="version-chart" aria-label="Agents by version">
        {shown.map(({ version, agents, share }) => (
          <li key={version}>
            <span>{version === '' ? 'not reported' : version}</span>
            <span className="version-bar" style={{ width: `${share * 100}%` }} />
            <span>
              {number(agents)} ({Math.round(share * 100)}%)
            </span>
          </li>
        ))}
      </ul>
      {others > 0 && <Box color="text-body-secondary">{number(others)} agents run other versions.</Box>}
    </>
  );
}
