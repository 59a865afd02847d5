import type { Stage, Wait } from '../domain/release/stage.ts';
import { link, mention, mentions } from './mrkdwn.ts';
import { originParts } from './origin.ts';
import type { OriginWords } from './origin.ts';
import type { ReleaseFacts, TextContext } from './facts.ts';
import type { CardField, Texts } from './texts.ts';
import { shortTitle, ticketOf, titled } from './ticket.ts';
import { duration } from '../domain/duration.ts';
import { isEnd } from '../domain/release/stage.ts';
import { stageMarks } from './stage-marks.ts';
import { readersClock } from './times.ts';
import { isAlarming } from './watch.ts';
import type { WatchTexts } from './watch.ts';
import { requesterOf, whoActs } from './who.ts';

/** Replaces the mark of the stage when a chart is bad. */
const alarm = '🔴';

/** The waits that the stage does not imply. */
const toldWaits = ['checks', 'lock', 'freeze', 'pipeline'] as const satisfies readonly Wait[];
type ToldWait = (typeof toldWaits)[number];

/** The words of a card that differ by language. */
export interface CardLanguage {
  readonly locale: string;
  readonly names: Readonly<
    Record<
      | 'since'
      | 'waitsFor'
      | 'toAct'
      | 'components'
      | 'requester'
      | 'goodFrom'
      | 'admin'
      | 'documents'
      | 'charts'
      | 'pipeline',
      string
    >
  >;
  readonly stages: Readonly<Record<Stage, string>>;
  readonly waits: Readonly<Record<ToldWait, (release: ReleaseFacts, around: TextContext) => string>>;
  readonly hotfix: string;
  readonly origin: OriginWords;
  readonly components: (names: readonly string[]) => string;
  readonly adminNeeded: string;
  readonly adminNotNeeded: string;
  readonly releaseDocs: string;
  readonly items: (items: ReleaseFacts['items']) => string;
  /** Who asks for approval, of what, and where that stands. */
  readonly announcement: (release: ReleaseFacts, around: TextContext, standing: string) => string;
  readonly goodFrom: (release: ReleaseFacts, around: TextContext) => string;
  readonly charts: WatchTexts['standing'];
  /** The total duration, and the time on production, or null if it was not there. */
  readonly took: (all: string, onProduction: string | null) => string;
}

export const cardIn =
  (language: CardLanguage): Texts['card'] =>
  (release, around) => {
    const { names } = language;
    const { title, url, waitingFor, priority, acceptedBy, admin, wikiLink } = release;
    const nobody = admin.needed ? language.adminNeeded : language.adminNotNeeded;
    const stage = language.stages[release.stage];
    const wait = toldWaits.find((told) => told === waitingFor);
    const started = originParts(release.started ?? {}, language.origin).join(' · ');
    const docs = wikiLink === url ? null : wikiLink;
    const { watched = null } = around;
    const mark = watched !== null && isAlarming(watched) ? alarm : stageMarks[release.stage];
    const charts = watched === null ? null : language.charts(watched, around);
    const asks = release.stage === 'awaiting_approval';
    const acts = (asks ? language.goodFrom(release, around) : whoActs(release, around)) || null;
    const rows: readonly (readonly [string, string | null])[] = [
      [names.since, readersClock(Date.parse(release.since), around, language.locale)],
      [names.waitsFor, wait === undefined ? null : language.waits[wait](release, around)],
      [names.toAct, acts],
      [names.components, language.components(release.components)],
      [names.requester, requesterOf(release)],
      [names.goodFrom, acceptedBy.length === 0 ? null : mentions(acceptedBy)],
      [names.admin, admin.user === null ? nobody : mention(admin.user)],
      [names.pipeline, started === '' ? null : started],
      [names.charts, charts],
      [names.documents, docs === null ? null : link(docs, language.releaseDocs)],
    ];
    const linkedTitle =
      title === null ? '' : ` ${link(url ?? around.linkOf(release.ticket), shortTitle(title))}`;
    const text = asks
      ? language.announcement(release, around, `${mark} ${stage}`)
      : [`${mark} ${titled(release, around)}: ${stage}`, ...(acts === null ? [] : [acts])].join(' · ');
    const hotfix = priority === 'hotfix' ? ` · *${language.hotfix}*` : '';
    const headline = `${mark} *${ticketOf(release, around)}*${linkedTitle} · *${stage}*${hotfix}`;
    if (isEnd(release.stage)) {
      const ended = [
        headline,
        tookIn(release, language),
        requesterOf(release),
        ...(started === '' ? [] : [started]),
        ...(charts === null ? [] : [charts]),
      ].join(' · ');
      return { text, headline: ended, details: '', fields: [] };
    }
    return {
      text,
      headline,
      details: language.items(release.items),
      fields: rows.flatMap(([name, value]): CardField[] => (value === null ? [] : [{ name, value }])),
    };
  };

/** A release in one line, or two while it is open. */
export const shownIn =
  ({ names }: Pick<CardLanguage, 'names'>, card: Texts['card']): Texts['shown'] =>
  (release, around) => {
    const { headline, fields } = card(release, around);
    const told = [names.waitsFor, names.toAct, names.since];
    const facts = fields
      .filter(({ name }) => told.includes(name))
      .map(({ name, value }) => `${name}: ${value}`);
    return [headline, ...(facts.length === 0 ? [] : [facts.join(' · ')])].join('\n');
  };

/** How long a finished release took. */
function tookIn({ since, askedAt, startedAt }: ReleaseFacts, { took, locale }: CardLanguage): string {
  const until = (from: string) => duration(Date.parse(since) - Date.parse(from), locale);
  return took(until(askedAt), startedAt === null ? null : until(startedAt));
}
