import { same } from './look-up.ts';

/** The result of reading a page of a wiki or of the web. */
export type PageReading =
  | { readonly outcome: 'found'; readonly page: Page }
  | { readonly outcome: 'missing' }
  /** `reason` is a line in English. */
  | { readonly outcome: 'cannotTell'; readonly reason: string };

export interface Page {
  readonly title: string;
  readonly url: string;
  /** In order. The first one has no heading: it is the text above all headings. */
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading: string;
  /** 1 is the highest. */
  readonly level: number;
  readonly text: string;
}

/** Placeholders of templates. */
const unfilled = [
  /<[^<>]{1,200}>/g,
  /\{\{[^{}]{1,200}\}\}/g,
  /\[[^[\]]{0,40}(?:todo|tbd|fill|describe|заполн|опиш)[^[\]]{0,160}\]/giu,
  /\b(?:TODO|TBD|FIXME|XXX|N\/A|TBA|lorem ipsum|to be (?:done|defined|described|written)|coming soon)\b/giu,
  // A line that only says what to write is a placeholder. One that goes on after such a word is an instruction that somebody has written.
  /^[^\p{L}\p{N}\n\r\u2028\u2029]*(?:please )?fill (?:me |this )?(?:in|out)\b.{0,100}$/gimu,
  /^[^\p{L}\p{N}\n\r\u2028\u2029]*(?:please )?(?:describe|write|add|enter|insert|put|list|explain) (?:here|below|(?:in )?this section)\b.{0,100}$/gimu,
  /^[^\p{L}\p{N}\n\r\u2028\u2029]*(?:please )?(?:describe|write|add|enter|insert|put|list|explain)\b[^,;:.\n]{0,80}\b(?:here|below|this section)[^\p{L}\p{N}\n]*$/gimu,
  /^[^\p{L}\p{N}\n\r\u2028\u2029]*(?:please )?(?:describe|write|list|explain)\b[^,;:.\n]{0,80}\b(?:here|this section)\s*[,(–—-].{0,80}$/gimu,
  /(?<![\p{L}\p{N}])(?:describe|write|insert|your text) here(?![\p{L}\p{N}])/giu,
  /^[^\p{L}\p{N}\n\r\u2028\u2029]*(?:пожалуйста,? )?заполните(?![\p{L}\p{N}]).{0,100}$/gimu,
  /^[^\p{L}\p{N}\n\r\u2028\u2029]*(?:пожалуйста,? )?(?:опишите|напишите|укажите|добавьте|вставьте|перечислите) (?:здесь|тут|сюда|ниже|в этом разделе)(?![\p{L}\p{N}]).{0,100}$/gimu,
  /^[^\p{L}\p{N}\n\r\u2028\u2029]*(?:пожалуйста,? )?(?:опишите|напишите|укажите|добавьте|вставьте|перечислите)(?![\p{L}\p{N}])[^,;:.\n]{0,80}(?<![\p{L}\p{N}])(?:здесь|тут|сюда|ниже|этом разделе)[^\p{L}\p{N}\n]*$/gimu,
  /^[^\p{L}\p{N}\n\r\u2028\u2029]*(?:пожалуйста,? )?(?:опишите|напишите|перечислите)(?![\p{L}\p{N}])[^,;:.\n]{0,80}(?<![\p{L}\p{N}])(?:здесь|тут|этом разделе)\s*[,(–—-].{0,80}$/gimu,
  /(?<![\p{L}\p{N}])(?:опишите|опиши|впишите|ваш текст|текст) (?:здесь|сюда)(?![\p{L}\p{N}])/giu,
  /(?<![\p{L}\p{N}])(?:заполнить|описать|дописать|потом|будет позже|текст раздела)(?![\p{L}\p{N}])/giu,
];

/** The length of what somebody has written: without placeholders, and with one character for each run of white space and punctuation. */
export function writtenChars(text: string): number {
  const own = unfilled.reduce((rest, pattern) => rest.replace(pattern, ' '), text);
  return own.replace(/[^\p{L}\p{N}]+/gu, ' ').trim().length;
}

/** The text of all sections with this heading, each with its subsections; the whole page for null. Null if there is no such section. */
export function sectionText({ sections }: Page, heading: string | null): string | null {
  if (heading === null) return sections.map(({ text }) => text).join('\n');
  const texts: string[] = [];
  /** The level of the matching section around the current one. */
  let within: number | null = null;
  for (const { heading: own, level, text } of sections) {
    if (within !== null && level <= within) within = null;
    if (within === null && same(own, heading)) within = level;
    if (within !== null) texts.push(text);
  }
  return texts.length === 0 ? null : texts.join('\n');
}
