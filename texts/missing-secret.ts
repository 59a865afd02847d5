import type { NeededSecret } from '../domain/settings.ts';

const consequences: Readonly<Record<NeededSecret['by']['kind'], (name: string) => string>> = {
  webhook: (name) => `nothing is delivered to the webhook ${name}`,
  grafana: (name) => `nothing is written into Grafana at ${name}`,
  tracker: (name) => `the tracker ${name} cannot be read`,
  gate: (name) => `the deployments that wait for the hook ${name} are not answered`,
  calendar: (name) => `the calendar ${name} cannot be read`,
  onCall: (kind) => `the schedule of ${kind} does not tell who is on call`,
  watch: (name) => `nothing is read from ${name}, which watches releases`,
  pages: (matches) => `the pages of ${matches} cannot be read`,
};

/** For operators, always in English. */
export const missingSecretText = ({ variable, by }: NeededSecret): string =>
  `${variable} is not set, so ${consequences[by.kind](by.name)}`;
