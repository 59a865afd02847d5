import { Parser } from 'htmlparser2';
import type { Handler } from 'htmlparser2';
import type { Page, Section } from '../../domain/signs/page.ts';

/** What is around the words of a page, or not to be read at all. */
const aside = [
  'script',
  'style',
  'noscript',
  'template',
  'nav',
  'header',
  'footer',
  'aside',
  'form',
  'select',
  // What Confluence keeps about its macros, and what its templates say to who fills them in.
  'ac:parameter',
  'ac:placeholder',
  'ac:task-id',
  'ac:task-status',
];
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

/** The sections of a page in HTML, or in the storage format of Confluence, by its headings. */
export function htmlPage(html: string, url: string): Page {
  const sections: Draft[] = [{ heading: '', level: 0, text: '' }];
  let title = '';
  let within: 'title' | 'heading' | null = null;
  let hidden = 0;
  const handler: Partial<Handler> = {
    onopentag(name) {
      if (aside.includes(name)) hidden++;
      if (name === 'title') within = 'title';
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
      if (aside.includes(name)) hidden--;
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
  parser.end(html);
  const tidied = sections.map(tidy);
  return { title: oneLine(title) || headingOf(tidied) || url, url, sections: tidied };
}

/** A heading, if a line is one. */
type ReadHeading = (line: string) => { readonly heading: string; readonly level: number } | null;

const markdownHeading: ReadHeading = (line) => {
  const [, marks = '', heading = ''] = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/.exec(line) ?? [];
  if (marks !== '') return { heading, level: marks.length };
  const [, level = '', html = ''] = /^ {0,3}<h([1-6])\b[^>]*>(.*)<\/h\1>$/i.exec(line) ?? [];
  return level === '' ? null : { heading: html.replace(/<[^>]*>/g, ''), level: Number(level) };
};
/** A paragraph of one line that is underlined is a heading as well. */
const withHashes = (markdown: string): string =>
  markdown.replace(
    /(^|\n[ \t]*\r?\n) {0,3}(?![-*+>#|`~=])([^\r\n]+)\r?\n {0,3}(={1,}|-{2,})[ \t]*(?=\r?\n|$)/g,
    (_, before: string, heading: string, marks: string) =>
      `${before}${marks.startsWith('=') ? '#' : '##'} ${heading}`,
  );
const asciidocHeading: ReadHeading = (line) => {
  const [, marks = '', heading = ''] = /^(={1,6})\s+(\S.*?)\s*=*$/.exec(line) ?? [];
  return marks === '' ? null : { heading, level: marks.length };
};
/** Behind the level may stand how it looks: `h2(#anchor). Release`. */
const textileHeading: ReadHeading = (line) => {
  const [, level = '', heading = ''] = /^h([1-6])(?:[({[<>=]\S*)?\.\s+(\S.*)$/.exec(line) ?? [];
  return level === '' ? null : { heading, level: Number(level) };
};
/** The more marks, the higher it is. */
const dokuwikiHeading: ReadHeading = (line) => {
  const [, marks = '', heading = ''] = /^\s*(={2,6})(.*?[^=\s].*?)={2,}\s*$/.exec(line) ?? [];
  return marks === '' ? null : { heading, level: 7 - marks.length };
};

/** The same of a text in Markdown, or of one without headings. */
export const markdownPage = (text: string, url: string): Page =>
  textPage(
    withHashes(text.replace(/^---\r?\n[\s\S]*?\n---\r?\n/, '')),
    url,
    markdownHeading,
    /^\s*(?:```|~~~)/,
  );
export const asciidocPage = (text: string, url: string): Page =>
  textPage(text, url, asciidocHeading, /^(?:-{4,}|\.{4,})\s*$/);
export const textilePage = (text: string, url: string): Page =>
  textPage(text, url, textileHeading, /^(?!.*<pre\b.*<\/pre>).*(?:<pre\b|<\/pre>)/);
export const dokuwikiPage = (text: string, url: string): Page => textPage(text, url, dokuwikiHeading);

/** `fence` begins and ends what is shown as it is: code has lines like headings. */
function textPage(text: string, url: string, headingIn: ReadHeading, fence?: RegExp): Page {
  const sections: Draft[] = [{ heading: '', level: 0, text: '' }];
  let fenced = false;
  for (const line of text.split(/\r?\n/)) {
    if (fence?.test(line) === true) fenced = !fenced;
    const found = fenced ? null : headingIn(line.trimEnd());
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
  heading: oneLine(heading).replace(/\s*\[(?:edit|править[^\]]*|edit source)\]$|\s*[¶#]$/iu, ''),
  level,
  text: text
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim(),
});
