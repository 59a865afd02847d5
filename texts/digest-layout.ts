import type { LoggedRelease } from '../domain/log/logged-release.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';
import type { DigestTexts } from './digest.ts';
import type { TextContext } from './facts.ts';
import { frozenTogether } from './freezes.ts';
import type { FrozenTogether } from './freezes.ts';
import { link, mention, shorten } from './mrkdwn.ts';
import type { QueueLanguage } from './queue-layout.ts';
import { stageMarks } from './stage-marks.ts';
import { titled } from './ticket.ts';
import { readersClock } from './times.ts';

/** The words of a digest that differ by language, other than those of the queue. */
export interface DigestLanguage {
  readonly locale: string;
  readonly heading: string;
  readonly waiting: string;
  readonly onProduction: string;
  readonly wentOut: (since: string) => string;
  readonly nothingWentOut: (since: string) => string;
  readonly frozen: string;
  /** The text when there is nothing to report. `since` is null without a log. */
  readonly quiet: (since: string | null) => string;
  readonly noLog: string;
  readonly since: (time: string) => string;
  readonly standing: (release: ReleaseSummary, around: TextContext) => string;
  readonly onThePage: string;
}

/** The most lines in a section: nobody reads more over a coffee. */
const most = 10;
const longestTitle = 80;

export const digestIn =
  (words: DigestLanguage, queue: QueueLanguage): DigestTexts['digest'] =>
  (digest, around, holders, page) => {
    const { waiting, moreWaiting, onProduction, wentOut, locks } = digest;
    const time = (at: number) => readersClock(at, around, words.locale);
    const since = time(digest.since);
    const freezes = frozenTogether(locks);
    const all = [...waiting, ...onProduction, ...(wentOut ?? []), ...freezes];
    if (all.length + moreWaiting === 0) return words.quiet(wentOut === null ? null : since);

    const nameOf = (release: Named) =>
      `${stageMarks[release.stage]} ${titled({ ...release, title: release.title && shorten(release.title, longestTitle) }, around)}`;
    const waits = (release: ReleaseSummary): string => {
      const standing = words.standing(release, { ...around, ...holders(release), locks });
      return `${nameOf(release)} ${standing} · ${words.since(time(Date.parse(release.since)))}`;
    };
    const went = (release: Named & Pick<LoggedRelease, 'components' | 'requester'>, when: string): string => {
      const { components, requester } = release;
      const who = requester === null ? [] : [mention(requester)];
      return [nameOf(release), queue.components(components), ...who, when].join(' · ');
    };
    const freeze = ({ components, freeze: one }: FrozenTogether): string =>
      `:snowflake: ${queue.components(components)} ${queue.frozen(one, around)}`;

    /** A heading and its lines. `more` counts lines already left out; a link leads to all of them on the page. */
    const section = (
      heading: string,
      lines: readonly string[],
      view: string,
      more = 0,
    ): readonly string[] => {
      const left = Math.max(0, lines.length - most) + more;
      const rest = page === null ? '' : `: ${link(`${page}${view}`, words.onThePage)}`;
      return [
        ...(lines.length + left === 0 ? [] : [`\n*${heading}*`]),
        ...lines.slice(0, most),
        ...(left === 0 ? [] : [`… ${queue.andMore(left)}${rest}`]),
      ];
    };
    const ended = (wentOut ?? []).map((release) => went(release, time(release.endedAt ?? digest.since)));
    const nothing = wentOut === null ? words.noLog : words.nothingWentOut(since);
    return [
      words.heading,
      ...section(words.waiting, waiting.map(waits), '?view=queue', moreWaiting),
      ...section(
        words.onProduction,
        onProduction.map((release) => went(release, words.since(time(release.since)))),
        '?view=queue',
      ),
      ...(ended.length === 0 ? [`\n${nothing}`] : section(words.wentOut(since), ended, '')),
      ...section(words.frozen, freezes.map(freeze), '?view=queue'),
    ].join('\n');
  };

type Named = Pick<LoggedRelease, 'ticket' | 'tickets' | 'title' | 'url' | 'stage'>;
