interface Node {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly content?: unknown;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly marks?: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
export const isDocument = (value: unknown): boolean => isNode(value) && value.type === 'doc';

const blocks = ['paragraph', 'heading', 'listItem', 'taskItem', 'blockquote', 'codeBlock', 'tableRow'];

/**
 * The text of a document in Atlassian's format, a line for each block.
 * Tasks become a task list, and links are followed by their addresses.
 */
export function adfText(document: unknown): string {
  if (!isNode(document)) return '';
  const { type, text, content, attrs } = document;
  if (typeof text === 'string') return [text, ...hrefs(document)].join(' ');
  const inner = Array.isArray(content) ? content.map(adfText).join('') : '';
  if (type === 'taskItem') return `- [${attrs?.['state'] === 'DONE' ? 'x' : ' '}] ${inner.trim()}\n`;
  if (type === 'hardBreak') return '\n';
  if (type === 'inlineCard' || type === 'blockCard')
    return ` ${JSON.stringify(attrs?.['url'] ?? '').replace(/^"|"$/g, '')} `;
  return typeof type === 'string' && blocks.includes(type) ? `${inner.trimEnd()}\n` : inner;
}

function hrefs({ text, marks }: Node): readonly string[] {
  const all: unknown[] = Array.isArray(marks) ? marks : [];
  return all.flatMap((mark) => {
    const href = isNode(mark) ? mark.attrs?.['href'] : undefined;
    return typeof href === 'string' && href !== text ? [`${href} `] : [];
  });
}
