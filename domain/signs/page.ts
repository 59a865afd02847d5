import { same } from './look-up.ts';

/** A page of a wiki or of the web, as it was read. */
export type PageReading =
  | { readonly outcome: 'found'; readonly page: Page }
  | { readonly outcome: 'missing' }
  /** `reason` is a line in English. */
  | { readonly outcome: 'cannotTell'; readonly reason: string };

export interface Page {
  readonly title: string;
  readonly url: string;
  /** In order; the first one, without a heading, is what stands above all headings. */
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading: string;
  /** 1 for the highest. */
  readonly level: number;
  readonly text: string;
}

/** What a template leaves to be filled in. */
const unfilled = [
  /<[^<>]{1,200}>/g,
  /\{\{[^{}]{1,200}\}\}/g,
  /\[[^[\]]{0,40}(?:todo|tbd|fill|describe|заполн|опиш)[^[\]]{0,160}\]/giu,
  /\b(?:TODO|TBD|FIXME|XXX|N\/A|TBA|lorem ipsum|to be (?:done|defined|described|written)|coming soon)\b/giu,
  // A line that says what to write.
  /^\W*(?:please )?fill (?:me |this )?(?:in|out)\b.*$/gimu,
  /^\W*(?:please )?(?:describe|write|add|enter|insert|put|list|explain)\b.{0,120}\b(?:here|below|this section)\b.*$/gimu,
  /(?<![\p{L}\p{N}])(?:describe|write|insert|your text) here(?![\p{L}\p{N}])/giu,
  /^[^\p{L}\p{N}]*(?:пожалуйста,? )?заполните(?![\p{L}\p{N}]).*$/gimu,
  /^[^\p{L}\p{N}]*(?:пожалуйста,? )?(?:опишите|напишите|укажите|добавьте|вставьте|перечислите)(?![\p{L}\p{N}]).{0,120}(?<![\p{L}\p{N}])(?:здесь|тут|сюда|ниже|этом разделе)(?![\p{L}\p{N}]).*$/gimu,
  /(?<![\p{L}\p{N}])(?:опишите|опиши|впишите|ваш текст|текст) (?:здесь|сюда)(?![\p{L}\p{N}])/giu,
  /(?<![\p{L}\p{N}])(?:заполнить|описать|дописать|потом|будет позже|текст раздела)(?![\p{L}\p{N}])/giu,
];

/** The characters of a text that somebody has written: no white space, no marks, no template. */
export function writtenChars(text: string): number {
  const own = unfilled.reduce((rest, pattern) => rest.replace(pattern, ' '), text);
  return own.replace(/[^\p{L}\p{N}]+/gu, ' ').trim().length;
}

/** The text of a section with those below it; of the whole page for null. Null if there is no such section. */
export function sectionText({ sections }: Page, heading: string | null): string | null {
  if (heading === null) return sections.map(({ text }) => text).join('\n');
  const start = sections.findIndex((section) => same(section.heading, heading));
  const first = sections[start];
  if (first === undefined) return null;
  const after = sections.slice(start + 1);
  const end = after.findIndex(({ level }) => level <= first.level);
  return [first, ...(end < 0 ? after : after.slice(0, end))].map(({ text }) => text).join('\n');
}
