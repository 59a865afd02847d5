import { Parser } from 'htmlparser2';
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
];
const blocks = ['p', 'div', 'br', 'li', 'tr', 'table', 'section', 'article', 'pre', 'blockquote', 'dd', 'dt'];

interface Draft {
  heading: string;
  readonly level: number;
  text: string;
}

/** The sections of a page in HTML, by its headings. */
export function htmlPage(html: string, url: string): Page {
  const sections: Draft[] = [{ heading: '', level: 0, text: '' }];
  let title = '';
  let within: 'title' | 'heading' | null = null;
  let hidden = 0;
  const parser = new Parser({
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
  });
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

/** The same of a text in Markdown, or of one without headings. */
export function markdownPage(text: string, url: string): Page {
  const sections: Draft[] = [{ heading: '', level: 0, text: '' }];
  for (const line of text.split('\n')) {
    const [, marks = '', heading = ''] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line.trimEnd()) ?? [];
    const last = sections.at(-1);
    if (marks !== '') sections.push({ heading, level: marks.length, text: '' });
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
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim(),
});
