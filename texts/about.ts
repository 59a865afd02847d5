/** The answers about people and components: `mine`, `prod`, `who`. */
import { onCallNow } from '../domain/on-call.ts';
import { approversOf, adminsOf, generalAdmins } from '../domain/people.ts';
import type { OwnAnswer, ProductionAnswer, WhoAnswer } from '../domain/messages/question-answer.ts';
import type { PersonOrGroup, Settings } from '../domain/settings.ts';
import type { HomeTexts } from './home.ts';
import { code, mention, mentions } from './mrkdwn.ts';
import type { TextContext } from './facts.ts';
import { titled } from './ticket.ts';
import { readersClock } from './times.ts';
import type { WatchTexts } from './watch.ts';

export interface AboutTexts {
  readonly mine: (answer: OwnAnswer, around: TextContext) => string;
  readonly production: (answer: ProductionAnswer, around: TextContext) => string;
  readonly who: (answer: WhoAnswer, people: WhoPeople, around: TextContext) => string;
}

/** The people named in the configuration. */
export interface WhoPeople {
  readonly approvers: readonly PersonOrGroup[];
  readonly admins: readonly PersonOrGroup[];
  /** Who is on call. If nobody is, all admins are called. */
  readonly onCall: readonly PersonOrGroup[];
}

export function whoPeople(component: string | null, settings: Settings, now: number): WhoPeople {
  const { approvers, onCall } = settings.people;
  return {
    approvers: component === null ? approvers : approversOf(settings, component),
    admins: component === null ? generalAdmins(settings) : adminsOf(settings, component),
    onCall: onCall === null ? [] : onCallNow(onCall, now),
  };
}

/** The words that differ by language. */
export interface AboutLanguage {
  readonly locale: string;
  readonly now: string;
  readonly nothingNow: (component: string | null) => string;
  readonly last: string;
  readonly nothingLast: string;
  readonly noLog: string;
  readonly at: (time: string) => string;
  readonly nobodyHolds: (component: string | null) => string;
  readonly approvers: string;
  readonly admins: string;
  readonly onCall: string;
}

/** The most lines in a part. */
const most = 20;

export function aboutIn(words: AboutLanguage, home: HomeTexts, watch: WatchTexts): AboutTexts {
  const part = (heading: string, lines: readonly string[], nothing: string): string =>
    [`*${heading}*`, ...(lines.length === 0 ? [nothing] : lines.slice(0, most))].join('\n');
  return {
    mine: ({ waiting, releases }, around) => {
      const listed = (name: 'waiting' | 'mine', all: OwnAnswer['waiting']) =>
        part(
          home.headings[name],
          all.map((release) => home.release(release, around)),
          home.nothing[name],
        );
      return [listed('waiting', waiting), listed('mine', releases)].join('\n\n');
    },
    production: ({ component, now, last, watched }, around) => {
      const charts = (ticket: string) => {
        const shown = watched[ticket];
        return shown === undefined ? '' : ` · ${watch.standing(shown, around)}`;
      };
      const lines = now.map((release) => `${home.release(release, around)}${charts(release.ticket)}`);
      const finished = (last ?? []).map(
        (release) =>
          `${code(release.component)}: ${titled(release, around)}${release.requester === null ? '' : ` (${mention(release.requester)})`}, ${words.at(readersClock(release.endedAt, around, words.locale))}${charts(release.ticket)}`,
      );
      const before = last === null ? words.noLog : words.nothingLast;
      return [part(words.now, lines, words.nothingNow(component)), part(words.last, finished, before)].join(
        '\n\n',
      );
    },
    who: ({ component, locks, releases }, { approvers, admins, onCall }, around) => {
      const held = locks.slice(0, most).map((lock) => home.lock({ ...lock, queue: [] }, releases, around));
      return [
        ...(held.length === 0 ? [words.nobodyHolds(component)] : held),
        `${words.approvers}: ${mentions(approvers)}`,
        `${words.admins}: ${mentions(admins)}`,
        ...(onCall.length === 0 ? [] : [`${words.onCall}: ${mentions(onCall)}`]),
      ].join('\n');
    },
  };
}
