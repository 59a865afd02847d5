import { log } from '@temporalio/workflow';
import type { PersonsCommand } from '../domain/messages/payload.ts';

const longest = 300;

/** Logs what was ignored, shortened: it may be long, or nested too deeply for a logger to copy. */
export function logIgnored(message: string, name: string, payload: unknown): void {
  log.warn(message, { name, payload: inBrief(payload) });
}

/**
 * Logs a signal that repeats the command ID of another command: an update would be refused. Its actor is not told, since Slack may deliver a
 * message once more that is read otherwise by then.
 */
export function logIfKeyUsed(
  answer: { readonly done: boolean; readonly code?: string },
  command: PersonsCommand<string>,
  posted: boolean,
): void {
  if (!posted || answer.code !== 'keyUsed') return;
  logIgnored('A command with the ID of another command was ignored', command.signal, command);
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
