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

/** What somebody may be allowed. */
type Allowed = Pick<TokenGrant, 'scopes' | 'components'>;

/** What a command is about: all of these components, or one of them at least; null: every component there is. */
type Touched = { readonly components: readonly string[] | null; readonly any: boolean } | 'nothing' | Problem;

const all = (components: readonly string[] | null): Touched => ({ components, any: false });
const anyOf = (components: readonly string[]): Touched => ({ components, any: true });

/** Anybody may mark an incident, and whoever only reads may not write. Whoever deploys sees what it waits for. */
function scopesFor(command: Command): readonly Scope[] {
  const { type } = command;
  if (type === 'incident') return scopes.filter((scope) => scope !== 'read');
  const isWaitedFor = type === 'queue' || (type === 'status' && command.ticket !== null);
  return isWaitedFor ? ['read', 'deploy'] : [commands[type].scope];
}

/** Why a token is not for a command; null if it is. Throws what nobody planned. */
export async function outside(token: Allowed, command: Command, desk: Desk): Promise<Problem | null> {
  const wrong = outsideScope(token, scopesFor(command));
  if (wrong !== null || token.components === null) return wrong;
  const touched = await attempt(() => touchedBy(command, desk));
  if (touched === 'nothing') return null;
  return 'ok' in touched ? touched : outsideComponents(token, touched.components, touched.any);
}

/** Why a token is for none of these; null if it is for one. */
export const outsideScope = (token: Allowed, needed: readonly Scope[]): Problem | null =>
  needed.some((scope) => token.scopes.includes(scope))
    ? null
    : problem(403, 'outsideScope', (words) => words.outsideScope(needed, token.scopes), {
        needed,
        has: token.scopes,
      });

/** Why a token is not for these components, or for none of them; null if it is. */
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
  // Whoever asked for it may withdraw it all the same, and its rules know who did. Nothing else goes by what nobody knows.
  const isUnknown = components.length === 0 && commands[command.type].scope === 'request';
  return isUnknown ? 'nothing' : all(components);
}

/** Null where no release of it is known; none as long as its checks have not told which. */
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

/** Of a request what it names, and else what its tickets do: the checks find that out, and change nothing. */
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
