/** The exit codes, which scripts rely on. */
export const exitCodes = {
  /** Done or answered. */
  done: 0,
  refused: 1,
  notUnderstood: 2,
  /** Not reachable, or not allowed. */
  notReachable: 3,
  waitedInVain: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code for the HTTP status of an answer. */
export function exitCodeOf(status: number): ExitCode {
  if (status < 400) return exitCodes.done;
  if (status === 404 || status === 409) return exitCodes.refused;
  return [400, 413, 415, 422].includes(status) ? exitCodes.notUnderstood : exitCodes.notReachable;
}
