import { Parser } from 'htmlparser2';
import type { Handler } from 'htmlparser2';
import type { Page, Section } from '../../domain/signs/page.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell } from '../tickets/api.ts';

/** What is around the words of a page, or not to be read at all. */
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
  // What Confluence keeps about its macros, and what its templates say to who fills them in.
  'ac:parameter',
  'ac:placeholder',
  'ac:task-id',
  'ac:task-status',
];
/** The parts of a page in which a header is that of their text. */
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

/** Where a form begins: after how many sections, and behind which text of the last one. */
interface FormDraft {
  readonly before: number;
  readonly text: string;
  /** For a password. */
  asks: boolean;
}

/** So many elements may stand within one another: reading takes as long as there are elements, times how deep they are. */
const deepest = 1000;

/** The sections of a page in HTML, or in the storage format of Confluence, by its headings. Throws `NotRead` if it is nested too deeply. */
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
  /** Some servers have the whole page in a form. One without a heading, or that asks for a password, is no part of its words. */
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

/** A heading, if a line is one. */
type ReadHeading = (line: string) => { readonly heading: string; readonly level: number } | null;
/** What has begun that is shown as it is, behind a line; null if nothing has. `within`: before that line. */
type ReadFence = (line: string, within: string | null) => string | null;

const markdownHeading: ReadHeading = (line) => {
  const [, marks = '', heading = ''] = /^ {0,3}(#{1,6})\s+(\S.*)?$/.exec(line) ?? [];
  if (marks !== '') return { heading: plainHeading(heading.replace(/(?<!#)#+$/, '')), level: marks.length };
  const [, level = '', html = ''] = /^ {0,3}<h([1-6])\b[^>]*>(.*)<\/h\1>$/i.exec(line) ?? [];
  return level === '' ? null : { heading: html.replace(/<[^<>]*>/g, ''), level: Number(level) };
};

/** In characters. */
const longestHeading = 500;

/** As people see it: without the marks of links, anchors, code and emphasis. */
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

/** A paragraph of one line that is underlined is a heading as well. */
const withHashes = (markdown: string): string =>
  markdown.replace(
    /(^|\n[ \t]*\r?\n) {0,3}(?![-*+][ \t]|[-*_]{3}|[>#|=]|`{3}|~{3})([^\r\n]+)\r?\n {0,3}(={1,}|-{2,})[ \t]*(?=\r?\n|$)/g,
    (_, before: string, heading: string, marks: string) =>
      `${before}${marks.startsWith('=') ? '#' : '##'} ${heading}`,
  );
/** What one begins ends by as many of its marks, or more. */
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
/** Behind the level may stand how it looks: `h2(#anchor). Release`. */
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
/** The more marks, the higher it is. */
const dokuwikiHeading: ReadHeading = (line) => {
  const [, marks = '', heading = ''] = /^\s*(={2,6})(.*[^=])={2,}$/.exec(line) ?? [];
  return /[^=\s]/.test(heading) ? { heading, level: 7 - marks.length } : null;
};

/** The sections of a text in Markdown, or of one without headings. */
export const markdownPage = (text: string, url: string): Page =>
  textPage(withHashes(text.replace(/^---\r?\n[\s\S]*?\n---\r?\n/, '')), url, markdownHeading, markdownFence);
export const asciidocPage = (text: string, url: string): Page =>
  textPage(text, url, asciidocHeading, asciidocFence);
export const textilePage = (text: string, url: string): Page =>
  textPage(text, url, textileHeading, textileFence);
export const dokuwikiPage = (text: string, url: string): Page =>
  textPage(text, url, dokuwikiHeading, (_, within) => within);

/** Code has lines like headings. */
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

/** A wiki writes the words to edit a section behind its heading. */
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
