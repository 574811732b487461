/** A number of agents for people: `1 agent`, `12,000 agents`. */
export const agentWords = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'agent' : 'agents'}`;
