import type { Said } from '../../texts/write-back.ts';

/** A text for a tracker: what people have given pings nobody there, and none of it is markup. */
export type Render<T = string> = (said: Said) => T;

const rendered =
  (quote: (given: string) => string): Render =>
  (said) =>
    said.map((part) => (typeof part === 'string' ? part : quote(part.given))).join('');

/** As code, in which neither a mention nor a command counts. */
export const markdown = rendered((given) => {
  const longest = Math.max(0, ...[...given.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${given}${fence}` : `${fence} ${given} ${fence}`;
});

/** The wiki text of Jira, in which a person is mentioned by `[~name]`. What a backslash cannot take away is written as an entity. */
export const jiraWiki = rendered((given) =>
  given.replace(/[\\[\]{}()*_+\-^~?!|#]/g, (mark) => (mark === '\\' ? '&#92;' : `\\${mark}`)),
);

/** Redmine's text may be of three kinds, of which its API does not tell. The wide forms of marks are marks in none. */
export const redmineText = rendered((given) =>
  given.replace(/[!"#%&*+<=>@[\\\]^_`{|}~]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) + 0xfee0)),
);

/** Atlassian's format for documents, in which a text is nothing else. */
export const adf: Render<object> = (said) => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text: said.map(textOf).join('') }] }],
});

const textOf = (part: Said[number]): string => (typeof part === 'string' ? part : part.given);
