/** A section of a documentation page, as far as tests need it. */
export interface Section {
  readonly title: string;
  readonly anchor: string;
  readonly text: string;
  /** The lines of its plain text blocks, which show what a user sees. */
  readonly seen: readonly string[];
  /** Its tables, row by row, without the separator below the header. */
  readonly tables: readonly (readonly (readonly string[])[])[];
}

/** The anchor of a heading, as GitHub makes it. */
export const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** The sections of a page that begin with `##`. */
export const sectionsOf = (page: string): readonly Section[] =>
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => {
      const title = text.slice(0, text.indexOf('\n'));
      const blocks = [...text.matchAll(/^```text\n([^]*?)^```/gm)];
      const tables = [...text.matchAll(/(?:^\|.*\n)+/gm)];
      return {
        title,
        anchor: anchorOf(title),
        text,
        seen: blocks.flatMap(([, lines = '']) => lines.trim().split('\n')),
        tables: tables.map(([table]) => rowsOf(table)),
      };
    });

const rowsOf = (table: string): readonly (readonly string[])[] =>
  table
    .trim()
    .split('\n')
    .filter((_, n) => n !== 1)
    .map((row) =>
      row
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
