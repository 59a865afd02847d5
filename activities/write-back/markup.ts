import type { WriteBackText } from '../../texts/write-back.ts';

/** Renders a text for a tracker. Text from users mentions nobody there and is not treated as markup. */
export type Render<T = string> = (said: WriteBackText) => T;

const rendered =
  (quote: (given: string) => string): Render =>
  (said) =>
    said.map((part) => (typeof part === 'string' ? part : quote(part.given))).join('');

/** Quotes it as code, in which mentions and commands have no effect. */
export const markdown = rendered((given) => {
  const longest = Math.max(0, ...[...given.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${given}${fence}` : `${fence} ${given} ${fence}`;
});

/** Jira's wiki markup, in which `[~name]` mentions a person. A backslash cannot be escaped, so it becomes an entity. */
export const jiraWiki = rendered((given) =>
  given.replace(/[\\[\]{}()*_+\-^~?!|#]/g, (mark) => (mark === '\\' ? '&#92;' : `\\${mark}`)),
);

/** Redmine's text may be in one of three formats, and the API does not say which. Full-width characters are markup in none of them. */
export const redmineText = rendered((given) =>
  given.replace(/[!"#%&*+<=>@[\\\]^_`{|}~]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) + 0xfee0)),
);

/** Atlassian's document format, in which a text node is never markup. */
export const adf: Render<object> = (said) => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text: said.map(textOf).join('') }] }],
});

const textOf = (part: WriteBackText[number]): string => (typeof part === 'string' ? part : part.given);
