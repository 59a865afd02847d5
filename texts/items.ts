import { toJudge } from '../domain/release/snapshot.ts';
import type { CheckedItem, Evidence } from '../domain/release/snapshot.ts';
import { signs } from '../domain/settings.ts';
import type { Sign } from '../domain/settings.ts';
import { escapeAll, link, shorten } from './mrkdwn.ts';

/** What differs from language to language where each thing that is released is told of. */
export interface ItemLanguage {
  readonly signs: Readonly<Record<Sign, string>>;
  readonly toJudge: (signs: readonly string[]) => string;
}

const longestTitle = 100;

const mark = (found: string | true | null): string => (found === null ? ':x:' : ':white_check_mark:');

/** Each of several tickets with its evidence, or what the approver has to judge; empty where one ticket says it all. */
export function itemsText(items: readonly CheckedItem[], language: ItemLanguage): string {
  const lines = items.length > 1 ? items.map((item) => `• ${itemLine(item, language)}`) : [];
  const judged = signs.filter((sign) => items.some(({ evidence }) => evidence[sign] === toJudge));
  return [
    ...lines,
    ...(judged.length === 0 ? [] : [language.toJudge(judged.map((sign) => language.signs[sign]))]),
  ].join('\n');
}

function itemLine({ item, title, url, evidence }: CheckedItem, language: ItemLanguage): string {
  const name = item.kind === 'ticket' ? item.key : title;
  const head = url === null ? escapeAll(name) : link(url, name);
  const rest = title === name ? '' : ` ${escapeAll(shorten(title, longestTitle))}`;
  return `${head}${rest}: ${evidenceText(evidence, language)}`;
}

const evidenceText = (evidence: Evidence, { signs: names }: ItemLanguage): string =>
  signs
    .flatMap((sign) => {
      const found = evidence[sign];
      if (found === undefined || found === toJudge) return [];
      const isAddress = typeof found === 'string' && /^https?:\/\//i.test(found);
      return [`${mark(found)} ${isAddress ? link(found, names[sign]) : names[sign]}`];
    })
    .join(' · ');
