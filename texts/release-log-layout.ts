import type { LockEvent } from '../domain/lock-events.ts';
import { everyComponent } from '../domain/log/event-row.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import type { EventType } from '../domain/release/events.ts';
import { code, link, mention, plain, shorten } from './mrkdwn.ts';
import type { LogPage, LogSurroundings, ReleaseLogTexts } from './release-log.ts';
import { clock } from './times.ts';

/** All that the log tells of. */
export type LoggedType = EventType | LockEvent['type'];

/** What differs from language to language in what is told of the log. */
export interface ReleaseLogLanguage extends Pick<ReleaseLogTexts, 'none' | 'away'> {
  readonly locale: string;
  /** What happened to what was named before. */
  readonly happened: Readonly<Record<LoggedType, string>>;
  readonly allComponents: string;
  readonly timeAhead: (time: string) => string;
  /** Of what and since when the log is; each null if of all. */
  readonly heading: (subject: string | null, since: string | null) => string;
  readonly nothing: (subject: string | null, since: string | null) => string;
  /** So many older ones, or more than so many, and how to ask for less. */
  readonly older: (count: number, orMore: boolean) => string;
  readonly andMore: (count: number) => string;
}

const longestTitle = 80;
const longestReason = 200;
/** Of the components of one line, so many are named. */
const mostNamed = 5;

export const releaseLogIn = (language: ReleaseLogLanguage): ReleaseLogTexts => ({
  none: language.none,
  away: language.away,
  timeAhead: (at, around) => language.timeAhead(clock(at, around, language.locale)),
  page: (page, around) => pageText(page, around, language),
});

function pageText(page: LogPage, around: LogSurroundings, language: ReleaseLogLanguage): string {
  const { events, more, countedTo } = page;
  const subject = page.subject === null ? null : code(page.subject);
  const since = page.since === null ? null : clock(page.since, around, language.locale);
  if (events.length === 0) return language.nothing(subject, since);
  return [
    language.heading(subject, since),
    ...events.map((event) => eventLine(event, around, language)),
    ...(more === 0 ? [] : [`… ${language.older(more, more >= countedTo)}`]),
  ].join('\n');
}

/** When, what, to what, by whom, and why. */
function eventLine(event: EventRow, around: LogSurroundings, language: ReleaseLogLanguage): string {
  const { type, ticket, title, url, actor, component, components, facts } = event;
  const key = ticket === null ? [] : [link(url ?? around.linkOf(ticket), ticket)];
  const name = title === null || title === ticket ? [] : [plain(shorten(title, longestTitle))];
  const what = Object.hasOwn(language.happened, type) ? language.happened[type as LoggedType] : code(type);
  const reason = reasonIn(facts);
  const parts = [
    [...key, ...name, `*${what}*`].join(' '),
    ...(actor === null ? [] : [mention(actor)]),
    namesOf(component === null ? components : [component], language),
    ...(reason === null ? [] : [plain(shorten(reason, longestReason))]),
  ];
  return `• ${clock(event.at, around, language.locale)} ${parts.filter((part) => part !== '').join(' · ')}`;
}

function namesOf(components: readonly string[], language: ReleaseLogLanguage): string {
  if (components.includes(everyComponent)) return language.allComponents;
  const named = components.slice(0, mostNamed).map(code).join(', ');
  const unnamed = components.length - mostNamed;
  return unnamed > 0 ? `${named} ${language.andMore(unnamed)}` : named;
}

/** Why somebody did it, or what went wrong. */
function reasonIn(facts: object): string | null {
  const { reason, message } = facts as { readonly reason?: unknown; readonly message?: unknown };
  return [reason, message].find((text) => typeof text === 'string') ?? null;
}
