import { Parser } from 'htmlparser2';
import type { Handler } from 'htmlparser2';
import type { Page, Section } from '../../domain/signs/page.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell } from '../tickets/api.ts';

/** Elements whose text is not part of the page's content. */
const aside = [
  'script',
  'style',
  'noscript',
  'template',
  'nav',
  'footer',
  'aside',
  'select',
  'textarea',
  // Confluence's macro parameters, and the instructions in its templates.
  'ac:parameter',
  'ac:placeholder',
  'ac:task-id',
  'ac:task-status',
];
/** Within these a `header` belongs to the text. */
const texts = ['article', 'main', 'section'];
const blocks = [
  'p',
  'div',
  'br',
  'li',
  'tr',
  'table',
  'section',
  'article',
  'pre',
  'blockquote',
  'dd',
  'dt',
  'ac:task',
];

interface Draft {
  heading: string;
  readonly level: number;
  text: string;
}

/** Where a form starts: the number of sections before it, and the text of the last one. */
interface FormDraft {
  readonly before: number;
  readonly text: string;
  /** Whether it asks for a password. */
  asks: boolean;
}

/** The deepest nesting of elements that is read. Reading takes the number of elements times their depth. */
const deepest = 1000;

/** Splits a page in HTML or in Confluence's storage format into sections by its headings. Throws `NotRead` if it is nested too deeply. */
export function htmlPage(html: string, url: string): Page {
  const sections: Draft[] = [{ heading: '', level: 0, text: '' }];
  let title = '';
  let within: 'title' | 'heading' | null = null;
  let hidden = 0;
  let depth = 0;
  let withinTexts = 0;
  const forms: FormDraft[] = [];
  const isAside = (name: string) => aside.includes(name) || (name === 'header' && withinTexts === 0);
  const handler: Partial<Handler> = {
    onopentag(name, { type }) {
      if (++depth > deepest) throw cannotTell(failures.tooDeep(new URL(url).origin, deepest));
      if (isAside(name)) hidden++;
      if (texts.includes(name)) withinTexts++;
      if (name === 'title') within = 'title';
      if (name === 'form')
        forms.push({ before: sections.length, text: sections.at(-1)?.text ?? '', asks: false });
      const form = forms.at(-1);
      if (form !== undefined && name === 'input' && type?.toLowerCase() === 'password') form.asks = true;
      const [, level] = /^h([1-6])$/.exec(name) ?? [];
      if (level !== undefined && hidden === 0) {
        within = 'heading';
        sections.push({ heading: '', level: Number(level), text: '' });
      }
      if (blocks.includes(name)) append('\n');
    },
    ontext(text) {
      if (within === 'title') title += text;
      else if (hidden === 0) append(text);
    },
    onclosetag(name) {
      depth--;
      if (texts.includes(name)) withinTexts--;
      if (isAside(name)) hidden--;
      if (name === 'form') leave(forms.pop());
      if (name === 'title' || /^h[1-6]$/.test(name)) within = null;
      if (blocks.includes(name)) append('\n');
    },
  };
  const parser = new Parser(handler, { recognizeCDATA: true, recognizeSelfClosing: true });
  function append(text: string): void {
    const last = sections.at(-1);
    if (last === undefined || hidden > 0) return;
    if (within === 'heading') last.heading += text;
    else last.text += text;
  }
  /** Drops a form that has no heading or asks for a password. Other forms are kept, because some servers wrap the whole page in one. */
  function leave(form: FormDraft | undefined): void {
    const isOfPage = form === undefined || (sections.length > form.before && !form.asks);
    const last = isOfPage ? undefined : sections[form.before - 1];
    if (last === undefined || form === undefined) return;
    sections.length = form.before;
    last.text = form.text;
  }
  parser.end(html);
  const tidied = sections.map(tidy);
  return { title: oneLine(title) || headingOf(tidied) || url, url, sections: tidied };
}

/** The heading in a line; null if it has none. */
type ReadHeading = (line: string) => { readonly heading: string; readonly level: number } | null;
/** The code block that is open after a line; null if none is. `within`: the one open before it. */
type ReadFence = (line: string, within: string | null) => string | null;

const markdownHeading: ReadHeading = (line) => {
  const [, marks = '', heading = ''] = /^ {0,3}(#{1,6})\s+(\S.*)?$/.exec(line) ?? [];
  if (marks !== '') return { heading: plainHeading(heading.replace(/(?<!#)#+$/, '')), level: marks.length };
  const [, level = '', html = ''] = /^ {0,3}<h([1-6])\b[^>]*>(.*)<\/h\1>$/i.exec(line) ?? [];
  return level === '' ? null : { heading: html.replace(/<[^<>]*>/g, ''), level: Number(level) };
};

/** In characters. */
const longestHeading = 500;

/** A heading without the markup of links, anchors, code and emphasis. */
const plainHeading = (markup: string): string =>
  markup
    .slice(0, longestHeading)
    .replace(/!\[[^[\]]*\]\((?:[^()]|\([^()]*\))*\)/g, '')
    .replace(/\[\[([^[\]|]*)(?:\|[^[\]]*)?\]\]/g, '$1')
    .replace(/\[([^[\]]*)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^[\]]*\])/g, '$1')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/\{[#.:][^{}]*\}$/, '')
    .trim()
    .replace(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, '$2')
    .replace(/(?<![\p{L}\p{N}_\\])(_{1,3})(?=\S)(.*?[^\s\\])\1(?![\p{L}\p{N}_])/gu, '$2')
    .replace(/(?<!\\)(\*{1,3}|~~)(?=\S)(.*?[^\s\\])\1/g, '$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');

/** Rewrites headings that are underlined (setext) to those with hashes. */
const withHashes = (markdown: string): string =>
  markdown.replace(
    /(^|\n[ \t]*\r?\n) {0,3}(?![-*+][ \t]|[-*_]{3}|[>#|=]|`{3}|~{3})([^\r\n]+)\r?\n {0,3}(={1,}|-{2,})[ \t]*(?=\r?\n|$)/g,
    (_, before: string, heading: string, marks: string) =>
      `${before}${marks.startsWith('=') ? '#' : '##'} ${heading}`,
  );
/** A block ends with the same mark, repeated at least as often as at its start. */
const markdownFence: ReadFence = (line, within) => {
  const [before = '', marks = ''] = /^\s*(`{3,}|~{3,})/.exec(line) ?? [];
  if (marks === '') return within;
  const behind = line.slice(before.length);
  if (within !== null) return marks.startsWith(within) && behind.trim() === '' ? null : within;
  return marks.startsWith('`') && behind.includes('`') ? null : marks;
};
const asciidocHeading: ReadHeading = (line) => {
  const [, marks = '', heading = ''] = /^(={1,6})\s+(\S.*)$/.exec(line) ?? [];
  return marks === ''
    ? null
    : { heading: plainHeading(heading.replace(/(?<!=)=+$/, '')), level: marks.length };
};
const asciidocFence: ReadFence = (line, within) => {
  const [marks = ''] = /^(?:-{4,}|\.{4,})(?=\s*$)/.exec(line) ?? [];
  if (marks === '') return within;
  return within === null ? marks : marks === within ? null : within;
};
/** Attributes may follow the level: `h2(#anchor). Release`. */
const textileHeading: ReadHeading = (line) => {
  const [, level = '', heading = ''] = /^h([1-6])(?:[({[<>=]\S*)?\.\s+(\S.*)$/.exec(line) ?? [];
  if (level === '') return null;
  const unlinked = heading.replace(/"([^"]+)":\S+/g, '$1').replace(/^@(.+)@$/, '$1');
  return { heading: plainHeading(unlinked), level: Number(level) };
};
const textileFence: ReadFence = (line, within) => {
  const last = line.match(/<\/?pre\b/g)?.at(-1);
  return last === undefined ? within : last === '<pre' ? last : null;
};
/** More equals signs mean a higher level. */
const dokuwikiHeading: ReadHeading = (line) => {
  const [, marks = '', heading = ''] = /^\s*(={2,6})(.*[^=])={2,}$/.exec(line) ?? [];
  return /[^=\s]/.test(heading) ? { heading, level: 7 - marks.length } : null;
};

/** Splits a text in Markdown, or a plain text, into sections. */
export const markdownPage = (text: string, url: string): Page =>
  textPage(withHashes(text.replace(/^---\r?\n[\s\S]*?\n---\r?\n/, '')), url, markdownHeading, markdownFence);
export const asciidocPage = (text: string, url: string): Page =>
  textPage(text, url, asciidocHeading, asciidocFence);
export const textilePage = (text: string, url: string): Page =>
  textPage(text, url, textileHeading, textileFence);
export const dokuwikiTextPage = (text: string, url: string): Page =>
  textPage(text, url, dokuwikiHeading, (_, within) => within);

/** Skips code blocks, which may contain lines that look like headings. */
function textPage(text: string, url: string, headingIn: ReadHeading, fenceIn: ReadFence): Page {
  const sections: Draft[] = [{ heading: '', level: 0, text: '' }];
  let fence: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    fence = fenceIn(line, fence);
    const found = fence === null ? headingIn(line.trimEnd()) : null;
    const last = sections.at(-1);
    if (found !== null) sections.push({ ...found, text: '' });
    else if (last !== undefined) last.text += `${line}\n`;
  }
  const tidied = sections.map(tidy);
  return { title: headingOf(tidied) || url, url, sections: tidied };
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const headingOf = (sections: readonly Section[]): string =>
  sections.find(({ heading }) => heading !== '')?.heading ?? '';

/** Removes the edit link that wikis put after a heading. */
const tidy = ({ heading, level, text }: Draft): Section => ({
  heading: oneLine(heading)
    .replace(/\[(?:edit|править[^[\]]*|edit source)\]$|[¶#]$/iu, '')
    .trim(),
  level,
  text: text
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/\s+/g, (space) => (space.includes('\n') ? '\n' : space))
    .trim(),
});
