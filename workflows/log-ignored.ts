import { log } from '@temporalio/workflow';

const longest = 300;

/** Logs what was ignored, shortened: it may be long, or nested too deeply for a logger to copy. */
export function logIgnored(message: string, name: string, payload: unknown): void {
  log.warn(message, { name, payload: inBrief(payload) });
}

function inBrief(payload: unknown): string {
  try {
    const text = JSON.stringify(payload) as string | undefined;
    if (text === undefined) return 'nothing';
    return text.length > longest ? `${text.slice(0, longest)}…` : text;
  } catch (error) {
    return String(error);
  }
}
