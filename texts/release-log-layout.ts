import { ticketOf } from './ticket.ts';
import type { Suspect } from '../domain/log/blame.ts';
import { everyComponent } from '../domain/log/event-row.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import type { Incident } from '../domain/log/incident.ts';
import { messageLink } from '../domain/log/message-link.ts';
import { happenedText, reasonIn, whyText } from './log-words.ts';
import type { LogWords, Wording } from './log-words.ts';
import { code, escapeAll, link, mention, plain, shorten } from './mrkdwn.ts';
import { originParts } from './origin.ts';
import type { LogPage, SuspectPage } from '../domain/messages/question-answer.ts';
import type { LogSurroundings, ReleaseLogTexts } from './release-log.ts';
import { statisticsText } from './statistics-layout.ts';
import type { StatisticsLanguage } from './statistics-layout.ts';
import { readersClock, typedTime } from './times.ts';

/** The words about the log that differ by language. */
export interface ReleaseLogLanguage extends LogWords, Pick<ReleaseLogTexts, 'none' | 'away'> {
  readonly locale: string;
  readonly timeAhead: (time: string) => string;
  /** The subject and the beginning of the log; null: no restriction. */
  readonly heading: (subject: string | null, since: string | null) => string;
  readonly nothing: (subject: string | null, since: string | null) => string;
  /** How many older events there are (`orMore`: more than that), and how to narrow the question. */
  readonly older: (count: number, orMore: boolean) => string;
  /** For trouble at that time, with one component or anywhere. */
  readonly suspects: (time: string, component: string | null) => string;
  readonly noSuspects: (time: string, component: string | null) => string;
  readonly moreSuspects: (count: number, component: string | null) => string;
  readonly marked: (time: string) => string;
  /** The incident will certainly be logged, but is not yet. */
  readonly markedLater: (time: string) => string;
  readonly incident: (actor: string, time: string, blame: string) => string;
  /** Precedes the address of the page that compares the code, spelled out because a terminal has no links. */
  readonly compare: string;
  /** The command that finds the suspects. */
  readonly blame: (time: string, component: string | null) => string;
  readonly statistics: StatisticsLanguage;
}

const longestTitle = 80;
const longestReason = 200;
/** The most components named per line. */
const mostNamed = 5;

export const releaseLogIn = (language: ReleaseLogLanguage): ReleaseLogTexts => ({
  none: language.none,
  away: language.away,
  timeAhead: (at, around) => language.timeAhead(readersClock(at, around, language.locale)),
  suspects: (page, around) => suspectsText(page, around, language),
  marked: ({ incident: { at }, recorded }, around) => {
    const time = readersClock(at, around, language.locale);
    return recorded ? language.marked(time) : language.markedLater(time);
  },
  incident: (incident, actor, around) => incidentText(incident, actor, around, language),
  statistics: (page) => statisticsText(page, language.statistics),
  page: (page, around) => pageText(page, around, language),
});

function pageText(page: LogPage, around: LogSurroundings, language: ReleaseLogLanguage): string {
  const { events, more, countedTo } = page;
  const subject = page.subject === null ? null : code(page.subject);
  const since = page.since === null ? null : readersClock(page.since, around, language.locale);
  if (events.length === 0) return language.nothing(subject, since);
  return [
    language.heading(subject, since),
    ...events.map((event) => eventLine(event, page.workspace, around, language)),
    ...(more === 0 ? [] : [`… ${language.older(Math.min(more, countedTo), more > countedTo)}`]),
  ].join('\n');
}

/** One event: time (linked to the message that caused it), what happened, components, actor and reason. */
function eventLine(
  event: EventRow,
  workspace: string | null,
  around: LogSurroundings,
  language: ReleaseLogLanguage,
): string {
  const { type, ticket, tickets, title, url, actor, component, components, facts } = event;
  const key = ticket === null ? [] : [ticketOf({ ticket, tickets, url }, around)];
  const name = title === null || title === ticket ? [] : [escapeAll(brief(title, longestTitle))];
  const reason = reasonIn(facts);
  const parts = [
    [...key, ...name, `*${happenedText(type, language, code)}*`].join(' '),
    ...(actor === null ? [] : [mention(actor)]),
    namesOf(component === null ? components : [component], language),
    ...originParts(event, language),
    ...(reason === null ? [] : [plain(brief(reason, longestReason))]),
  ];
  const time = readersClock(event.at, around, language.locale, messageLink(workspace, event));
  return `• ${time} ${parts.filter((part) => part !== '').join(' · ')}`;
}

/** In one line, so that no text of a user can look like another event. */
const brief = (text: string, limit: number): string => shorten(text.replace(/\s+/g, ' ').trim(), limit);

function namesOf(components: readonly string[], language: ReleaseLogLanguage): string {
  if (components.includes(everyComponent)) return language.allComponents;
  const named = components.slice(0, mostNamed).map(code).join(', ');
  const unnamed = components.length - mostNamed;
  return unnamed > 0 ? `${named} ${language.andMore(unnamed)}` : named;
}

function suspectsText(page: SuspectPage, around: LogSurroundings, language: ReleaseLogLanguage): string {
  const { suspects, more } = page;
  const time = readersClock(page.at, around, language.locale);
  const component = page.component === null ? null : code(page.component);
  if (suspects.length === 0) return language.noSuspects(time, component);
  return [
    language.suspects(time, component),
    ...suspects.map(
      (suspect, index) => `${index + 1}. ${suspectLine(suspect, page.component, around, language)}`,
    ),
    ...(more === 0 ? [] : [`… ${language.moreSuspects(more, component)}`]),
  ].join('\n');
}

/** A suspected release, and why. */
function suspectLine(
  { release, reasons, compare = null }: Suspect,
  component: string | null,
  around: LogSurroundings,
  language: ReleaseLogLanguage,
): string {
  const { ticket, tickets, title, url, requester, admin, components } = release;
  const people = [
    ...(requester === null ? [] : [mention(requester)]),
    ...(admin === null ? [] : [`${language.admin} ${mention(admin)}`]),
  ].join(', ');
  const who = [
    `*${ticketOf({ ticket, tickets, url }, around)}*`,
    ...(title === null || title === ticket ? [] : [escapeAll(brief(title, longestTitle))]),
    ...(people === '' ? [] : [`(${people})`]),
  ].join(' ');
  const why = reasons
    .map((reason) => whyText(reason, component ?? '', language, markup(around, language)))
    .join('; ');
  const brought = compare === null ? '' : ` · ${language.compare}: ${link(compare, compare)}`;
  return `${who} · ${namesOf(components, language)}${brought}\n   ${why}`;
}

const markup = ({ linkOf, ...around }: LogSurroundings, language: ReleaseLogLanguage): Wording => ({
  time: (at) => readersClock(at, around, language.locale),
  person: mention,
  name: code,
  names: (components) => namesOf(components, language),
  ticket: (ticket) => link(linkOf(ticket), ticket),
  quote: (text) => plain(brief(text, longestReason)),
});

function incidentText(
  { at, text, components }: Incident,
  actor: string,
  around: LogSurroundings,
  language: ReleaseLogLanguage,
): string {
  const [only = null, ...others] = components;
  const blame = language.blame(typedTime(at, around), others.length === 0 ? only : null);
  const told = language.incident(mention(actor), readersClock(at, around, language.locale), blame);
  return `:rotating_light: ${told}\n${plain(text)}`;
}
