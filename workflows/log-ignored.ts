import { log } from '@temporalio/workflow';

const longest = 300;

/** Notes what was taken for nothing, in brief: it may be long, or nested so deeply that a logger cannot copy it. */
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
