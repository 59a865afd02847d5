import type { Digest } from '../domain/messages/digest.ts';
import type { LoggedRelease } from '../domain/log/logged-release.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';
import type { DigestTexts } from './digest.ts';
import type { Surroundings } from './facts.ts';
import { frozenTogether } from './freezes.ts';
import { link, mention } from './mrkdwn.ts';
import type { QueueLanguage } from './queue-layout.ts';
import { stageMarks } from './stage-marks.ts';
import { shorten } from './mrkdwn.ts';
import { titled } from './ticket.ts';
import { readersClock } from './times.ts';

/** What differs from language to language in a digest, besides the words of the queue. */
export interface DigestLanguage {
  readonly locale: string;
  readonly heading: string;
  readonly waiting: string;
  readonly onProduction: string;
  readonly wentOut: (since: string) => string;
  readonly nothingWentOut: (since: string) => string;
  readonly frozen: string;
  /** All there is to say where nothing is; `since` is null where no log tells. */
  readonly quiet: (since: string | null) => string;
  readonly noLog: string;
  readonly since: (time: string) => string;
  readonly standing: (release: ReleaseSummary, around: Surroundings) => string;
  readonly onThePage: string;
}

/** So many have a line; nobody reads more over a coffee. */
const most = 10;
const longestTitle = 80;

export const digestIn =
  (words: DigestLanguage, queue: QueueLanguage): DigestTexts['digest'] =>
  (digest, around, holders, page) => {
    const time = (at: number) => readersClock(at, around, words.locale);
    const named = (release: Parameters<typeof titled>[0]) =>
      titled(
        { ...release, title: release.title === null ? null : shorten(release.title, longestTitle) },
        around,
      );
    const { waiting, moreWaiting, onProduction, since, wentOut } = digest;
    const freezes = frozenTogether(digest.locks);
    if (waiting.length + onProduction.length + freezes.length + (wentOut?.length ?? 0) === 0)
      return words.quiet(wentOut === null ? null : time(since));

    /** A heading and its lines, of which `more` are not given. */
    const section = (heading: string, lines: readonly string[], more = 0): readonly string[] => {
      const left = lines.length - most > 0 ? lines.length - most + more : more;
      const all = page === null ? '' : `: ${link(page, words.onThePage)}`;
      const rest = left === 0 ? [] : [`… ${queue.andMore(left)}${all}`];
      return lines.length === 0 ? [] : [`\n*${heading}*`, ...lines.slice(0, most), ...rest];
    };
    const waits = (release: ReleaseSummary): string => {
      const standing = words.standing(release, { ...around, ...holders(release), locks: digest.locks });
      return `${stageMarks[release.stage]} ${named(release)} ${standing} · ${words.since(time(Date.parse(release.since)))}`;
    };
    const goes = (release: Digest['onProduction'][number]): string =>
      [
        `${stageMarks[release.stage]} ${named(release)}`,
        queue.components(release.components),
        mention(release.requester),
        words.since(time(release.since)),
      ].join(' · ');
    const went = (release: LoggedRelease): string =>
      [
        `${stageMarks[release.stage]} ${named(release)}`,
        queue.components(release.components),
        ...(release.requester === null ? [] : [mention(release.requester)]),
        ...(release.endedAt === null ? [] : [time(release.endedAt)]),
      ].join(' · ');
    const ends =
      wentOut === null
        ? [`\n${words.noLog}`]
        : wentOut.length === 0
          ? [`\n${words.nothingWentOut(time(since))}`]
          : section(words.wentOut(time(since)), wentOut.map(went));
    return [
      words.heading,
      ...section(words.waiting, waiting.map(waits), moreWaiting),
      ...section(words.onProduction, onProduction.map(goes)),
      ...ends,
      ...section(
        words.frozen,
        freezes.map(
          ({ components, freeze }) =>
            `:snowflake: ${queue.components(components)} ${queue.frozen(freeze, around)}`,
        ),
      ),
    ].join('\n');
  };
