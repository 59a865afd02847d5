import type { WatchTold } from '../domain/messages/watch.ts';
import type { RefusalFacts } from '../domain/release/answers.ts';
import { isEnd } from '../domain/release/stage.ts';
import type { Stage } from '../domain/release/stage.ts';
import type { Blindness } from '../domain/watch/verdict.ts';
import { inDigits } from '../domain/watch/found.ts';
import type { BadAtStart } from '../domain/watch/bad-already.ts';
import { componentOf, nameOf } from '../domain/watch/plan.ts';
import type { WatchShown } from '../domain/watch/shown.ts';
import type { Blind, BadValue } from '../domain/watch/watch.ts';
import type { TextContext } from './facts.ts';
import { code, escapeAll, mention } from './mrkdwn.ts';
import { ticketOf } from './ticket.ts';
import { readersClock } from './times.ts';

type Clock = Pick<TextContext, 'now' | 'timezone'>;

/** What texts about a watch need to know about the release. */
interface WatchedFacts {
  readonly ticket: string;
  readonly tickets: readonly string[];
  readonly url: string | null;
  readonly stage: Stage;
}

/** Texts about the watch of a release. */
export interface WatchTexts {
  /** Its state, in one line. */
  readonly standing: (shown: WatchShown, around: Clock) => string;
  /** What happened, for everyone; null if it does not concern everyone. */
  readonly announcement: (told: WatchTold, release: WatchedFacts, around: TextContext) => string | null;
  /** The same for those whose release it is, with what they can do. */
  readonly personal: (told: WatchTold, release: WatchedFacts, around: TextContext) => string | null;
  /** What was bad before the start, in one line; empty if nothing. */
  readonly atStart: (found: readonly BadAtStart[] | undefined) => string;
  /** What is bad before the start, one line each. */
  readonly already: (found: RefusalFacts['badAlready']['found'], around: Clock) => string;
  /** The text of a chart, plain: which check of which release, and what was found. */
  readonly chart: (what: string, found: BadValue) => string;
  /** The button's label. Plain text. */
  readonly notOurs: string;
}

/** The words that differ by language. */
export interface WatchLanguage {
  readonly locale: string;
  /** `time` null: the release is still on production. */
  readonly watched: (checks: number, time: string | null) => string;
  readonly passed: string;
  readonly over: string;
  readonly left: string;
  readonly beyond: (value: string, limit: string, isAbove: boolean) => string;
  readonly since: (what: string, time: string) => string;
  readonly badBefore: (what: string) => string;
  readonly atStart: (what: string) => string;
  readonly blind: (why: string, time: string) => string;
  readonly why: Readonly<Record<Exclude<Blindness['why'], 'source'>, string>>;
  readonly notOurs: (who: string) => string;
  readonly turnedBad: (ticket: string, check: string) => string;
  readonly wellAgain: (ticket: string, check: string, value: string) => string;
  readonly wasBadBefore: (ticket: string, check: string) => string;
  readonly saidNotOurs: (ticket: string, check: string, who: string) => string;
  readonly endedSo: (ticket: string, checks: string) => string;
  readonly leftSo: (ticket: string) => string;
  /** The release has finished. */
  readonly tooLate: string;
  /** Also explains the lines of the chart. */
  readonly chart: (what: string) => string;
  readonly button: string;
}

const named = (check: string): string => `*${escapeAll(nameOf(check))}*`;

export function watchIn(language: WatchLanguage): WatchTexts {
  const { locale } = language;
  const value = ({ value: at, limit }: Pick<BadValue, 'value' | 'limit'>) =>
    language.beyond(inDigits(at), inDigits(limit), at > limit);
  const blindness = ({ why, detail, since }: Blind, around: Clock) =>
    language.blind(
      why === 'source' ? escapeAll(detail) : language.why[why],
      readersClock(since, around, locale),
    );
  const listed = ({ named: problems }: Pick<BadValue, 'named'>) =>
    problems.map((problem) => `\n• ${escapeAll(problem)}`).join('');

  const announcement: WatchTexts['announcement'] = ({ what }, release, around) => {
    const ticket = ticketOf(release, around);
    switch (what.type) {
      case 'bad':
        return `:red_circle: ${language.turnedBad(ticket, named(what.check))}: ${value(what.found)}${listed(what.found)}`;
      case 'badBefore':
        return `${language.wasBadBefore(ticket, named(what.check))}: ${value(what.found)}`;
      case 'well':
        return `:large_green_circle: ${language.wellAgain(ticket, named(what.check), inDigits(what.found.value))}`;
      case 'notOurs':
        return language.saidNotOurs(ticket, named(what.check), mention(what.actor));
      case 'over':
        return language.endedSo(ticket, [...what.bad, ...what.blind].map(named).join(', '));
      case 'blind':
      case 'sees':
      case 'passed':
      case 'left':
        return null;
    }
  };

  return {
    announcement,
    notOurs: language.button,
    atStart: (found = []) =>
      found.length === 0
        ? ''
        : ` ${language.atStart(found.map((one) => `${code(componentOf(one.check))} ${named(one.check)} ${value(one)}`).join(', '))}`,

    already: (found, around) =>
      found
        .map((one) => {
          const what = `${code(componentOf(one.check))} ${named(one.check)} ${value(one)}`;
          const since = one.since === null ? null : readersClock(Date.parse(one.since), around, locale);
          return `🔴 ${since === null ? what : language.since(what, since)}${listed(one)}`;
        })
        .join('\n'),

    chart: (what, found) => language.chart(`${what} ${value(found)}`),

    personal: (told, release, around) => {
      if (told.what.type === 'left') return language.leftSo(ticketOf(release, around));
      const said = announcement(told, release, around);
      const tooLate = told.what.type === 'bad' && isEnd(release.stage);
      return said !== null && tooLate ? `${said}\n${language.tooLate}` : said;
    },

    standing({ checks, bad, badBefore, blind, until, ended }, around) {
      const time = until === null ? null : readersClock(until, around, locale);
      const state = ended === null ? language.watched(checks, time) : language[ended];
      return [
        ...bad.map(({ check, found, notOurs }) => {
          const what = `${named(check)} ${value(found)}`;
          const line = `🔴 ${language.since(what, readersClock(found.since ?? found.at, around, locale))}`;
          return notOurs === null ? line : `${line} (${language.notOurs(mention(notOurs))})`;
        }),
        ...blind.map((one) => `❔ ${named(one.check)}: ${blindness(one.blind, around)}`),
        ...badBefore.map(({ check, found }) => language.badBefore(`${named(check)} ${value(found)}`)),
        `${ended === 'passed' ? '✅' : '👀'} ${state}`,
      ].join(' · ');
    },
  };
}

/** Whether something is bad that nobody has attributed to another cause. */
export const isAlarming = ({ bad, ended }: WatchShown): boolean =>
  ended !== 'left' && bad.some(({ notOurs }) => notOurs === null);
