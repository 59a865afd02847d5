import { attempt } from '../answers/attempt.ts';
import type { Desk } from '../answers/desk.ts';
import { problem } from '../answers/outcome.ts';
import type { Problem } from '../answers/outcome.ts';
import { checkNow } from '../client/preview.ts';
import { isLockCommand, isQuestion } from '../domain/command/command.ts';
import type { Command, LogSubject } from '../domain/command/command.ts';
import { commands } from '../domain/command/commands.ts';
import type { CommandSignal, QuestionType } from '../domain/command/commands.ts';
import { scopes } from '../domain/command/scope.ts';
import type { Scope } from '../domain/command/scope.ts';
import { componentsIn } from '../domain/log/incident.ts';
import { isEnd } from '../domain/release/stage.ts';
import { subjectOf } from '../domain/release/subject.ts';
import type { TokenGrant } from '../log/tokens.ts';

/** What a token allows. */
type Allowed = Pick<TokenGrant, 'scopes' | 'components'>;

/** What a command is about: all of these components, or at least one of them; null: every component there is. */
type Touched = { readonly components: readonly string[] | null; readonly any: boolean } | 'nothing' | Problem;

const all = (components: readonly string[] | null): Touched => ({ components, any: false });
const anyOf = (components: readonly string[]): Touched => ({ components, any: true });

/** Everybody may mark an incident, except with a token that can only read. A deployer may see what it waits for. */
function scopesFor(command: Command): readonly Scope[] {
  const { type } = command;
  if (type === 'incident') return scopes.filter((scope) => scope !== 'read');
  const isWaitedFor = type === 'queue' || (type === 'status' && command.ticket !== null);
  return isWaitedFor ? ['read', 'deploy'] : [commands[type].scope];
}

/** The problem if a token does not allow a command, or null. Throws unforeseen errors. */
export async function outside(token: Allowed, command: Command, desk: Desk): Promise<Problem | null> {
  const wrong = outsideScope(token, scopesFor(command));
  if (wrong !== null || token.components === null) return wrong;
  const touched = await attempt(() => touchedBy(command, desk));
  if (touched === 'nothing') return null;
  return 'ok' in touched ? touched : outsideComponents(token, touched.components, touched.any);
}

/** The problem if a token has none of the needed scopes, or null. */
export const outsideScope = (token: Allowed, needed: readonly Scope[]): Problem | null =>
  needed.some((scope) => token.scopes.includes(scope))
    ? null
    : problem(403, 'outsideScope', (words) => words.outsideScope(needed, token.scopes), {
        needed,
        has: token.scopes,
      });

/** The problem if a token does not cover all of these components (with `any`: at least one), or null. */
export function outsideComponents(
  { components: has }: Allowed,
  needed: readonly string[] | null,
  any = false,
): Problem | null {
  const includes = (component: string) => has === null || has.includes(component);
  const isInside =
    has === null ||
    (needed !== null && needed.length > 0 && (any ? needed.some(includes) : needed.every(includes)));
  if (isInside) return null;
  return problem(403, 'outsideComponents', (words) => words.outsideComponents(needed, has), { needed, has });
}

async function touchedBy(command: Command, desk: Desk): Promise<Touched> {
  if (isQuestion(command)) return touchedByQuestion(command, desk);
  if (isLockCommand(command)) return all(command.components === 'all' ? null : command.components);
  if (command.type === 'request') return touchedByRequest(command, desk);
  const components = await componentsOf(command.ticket, desk);
  if (components === null) return 'nothing';
  // While the components are unknown, only commands of the scope `request` pass, so that requesters can withdraw their release: its rules
  // know who they are.
  const isUnknown = components.length === 0 && commands[command.type].scope === 'request';
  return isUnknown ? 'nothing' : all(components);
}

/** Null if no release of the ticket is known. Empty until its checks have found the components. */
const componentsOf = async (ticket: string, { releases }: Desk): Promise<readonly string[] | null> =>
  (await releases.last(ticket))?.status.components ?? null;

async function touchedByQuestion(command: Command<QuestionType>, desk: Desk): Promise<Touched> {
  switch (command.type) {
    case 'help':
      return 'nothing';
    case 'mine':
      return all(null);
    case 'status':
      return command.ticket === null ? all(null) : ofRelease(command.ticket, desk);
    case 'log':
      return ofSubject(command.subject, desk);
    case 'incident': {
      const named = componentsIn(command.text, Object.keys(desk.settings.components));
      return all(named.length === 0 ? null : named);
    }
    default:
      return all(command.component === null ? null : [command.component]);
  }
}

async function ofRelease(ticket: string, desk: Desk): Promise<Touched> {
  const components = await componentsOf(ticket, desk);
  return components === null || components.length === 0 ? 'nothing' : anyOf(components);
}

function ofSubject(subject: LogSubject | null, desk: Desk): Promise<Touched> | Touched {
  if (subject === null) return all(null);
  const isComponent = Object.hasOwn(desk.settings.components, subject.name);
  return isComponent || subject.ticket === null ? all([subject.name]) : ofRelease(subject.ticket, desk);
}

/** The components that a request names, else those of its tickets, found by the checks, which change nothing. */
async function touchedByRequest(
  { subject: { tickets, text }, options }: Command<Extract<CommandSignal, 'request'>>,
  desk: Desk,
): Promise<Touched> {
  const { releases, client, settings } = desk;
  const last = tickets[0] === undefined ? null : await releases.last(tickets[0]);
  const open = last === null || isEnd(last.status.stage) ? [] : last.status.components;
  if (options.components !== null) return all([...open, ...options.components]);
  const { wikiLink } = options;
  const named = { tickets: tickets.length > 0 ? tickets : null, text, wikiLink };
  const subject = subjectOf(tickets[0] ?? settings.releases.prefix, named);
  if (subject === null) return 'nothing';
  const report = await checkNow(client, subject, options);
  if (report.outcome === 'unknownTicket') return 'nothing';
  if (report.outcome === 'unavailable') return problem(503, 'trackerAway', (words) => words.trackerAway);
  return all([...open, ...report.scope.components, ...report.scope.unknownComponents]);
}
