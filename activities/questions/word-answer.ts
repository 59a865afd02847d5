import { criticalOf } from '../../domain/components.ts';
import { generalRoleHolders } from '../../domain/people.ts';
import type { RoleHolders } from '../../domain/people.ts';
import type { Question } from '../../domain/question.ts';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import { isEnd } from '../../domain/stage.ts';
import type { Settings } from '../../domain/settings.ts';
import { ticketLink } from '../../domain/ticket-key.ts';
import { textsIn } from '../../texts/index.ts';
import type { Surroundings, Texts } from '../../texts/index.ts';
import { holdersOf } from './role-holders.ts';
import type { LastRelease, StandingReleases } from './standing-releases.ts';

interface Context {
  readonly releases: StandingReleases;
  readonly settings: Settings;
  readonly texts: Texts;
}

/**
 * The answer to a question; null where there is nothing to say, since the command was carried out before its release ended and is
 * only delivered again. Throws Temporal's errors.
 */
export async function wordAnswer(
  question: Question,
  commandId: string,
  settings: Settings,
  releases: StandingReleases,
): Promise<string | null> {
  const texts = textsIn(settings.language);
  const context = { releases, settings, texts };
  switch (question.type) {
    case 'help':
      return texts.help(question.topic);
    case 'mistake':
      return texts.mistake(question.mistake);
    case 'queue':
      return queue(question.component, context);
    case 'status':
      return standingOf(question.ticket, await releases.last(question.ticket), context);
    case 'nothingOpen': {
      const last = await releases.last(question.ticket);
      return last?.seen.includes(commandId) === true ? null : standingOf(question.ticket, last, context);
    }
    case 'noLock':
      return noLock(question.component, context);
    case 'lockAway':
      return texts.trouble;
    case 'notYours':
      return texts.notYours(question.user);
  }
}

export const surroundings = (
  { tickets, release }: Settings,
  roles: RoleHolders,
  locks: Surroundings['locks'],
): Surroundings => ({
  ...roles,
  linkOf: (ticket) => ticketLink(ticket, tickets.linkTemplate),
  locks,
  timezone: release.calendar.timezone,
  now: Date.now(),
});

const wasNone = ({ stage, history }: ReleaseStatus): boolean =>
  isEnd(stage) && (history.length === 0 || history.at(-1)?.type === 'ticketUnknown');

async function standingOf(
  ticket: string,
  last: LastRelease | null,
  { releases, texts, settings }: Context,
): Promise<string> {
  const roles = last === null ? generalRoleHolders(settings) : holdersOf(last.status, settings);
  const around = surroundings(settings, roles, []);
  // One of a ticket that no tracker knows ended before anybody could speak of a release.
  if (last === null || wasNone(last.status)) {
    return texts.noRelease(ticket, around.linkOf);
  }
  if (isEnd(last.status.stage)) return texts.ended(last.status, around);
  if (last.execution !== 'RUNNING') return texts.brokenOff(last.status, around);
  const locks = await releases.locks(last.status.locks.map(({ component }) => component));
  return texts.status(last.status, { ...around, locks });
}

async function queue(component: string | null, { releases, texts, settings }: Context): Promise<string> {
  const { components } = settings;
  if (component !== null && !Object.hasOwn(components, component)) {
    return texts.noSuchComponent(component, Object.keys(components));
  }
  const asked = component === null ? Object.keys(components) : [component];
  const critical = criticalOf(components).filter((name) => asked.includes(name));
  const [open, locks] = await Promise.all([releases.open(), releases.locks(critical)]);
  return texts.queue(open, surroundings(settings, generalRoleHolders(settings), locks), {
    component,
    critical,
  });
}

const noLock = (component: string, { texts, settings: { components } }: Context): string =>
  Object.hasOwn(components, component)
    ? texts.noLock(component)
    : texts.noSuchComponent(component, Object.keys(components));
