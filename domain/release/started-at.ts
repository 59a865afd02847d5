import type { ReleaseStatus } from './status.ts';

/** When a release went to production, ISO 8601; null if it has not. */
export const startedAtIn = ({ history }: Pick<ReleaseStatus, 'history'>): string | null =>
  history.findLast(({ type }) => type === 'started')?.at ?? null;
