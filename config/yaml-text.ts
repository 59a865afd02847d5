import { LineCounter, isAlias, isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document, Node, Pair } from 'yaml';

/** Keys and list positions from the root of a YAML text. */
export type Path = readonly PropertyKey[];

/** Something wrong in a YAML text, at a line that counts from 1. */
export interface Mistake {
  readonly path: Path;
  readonly line: number;
  readonly message: string;
}

export type YamlText =
  | { readonly ok: false; readonly mistakes: readonly [Mistake, ...Mistake[]] }
  | {
      readonly ok: true;
      /** Plain data; null if the text is empty. */
      readonly value: unknown;
      /** Keys that stand twice in one mapping; `value` has the last. */
      readonly repeatedKeys: readonly Mistake[];
      /** The line of what is at `path`; if it is not there, that of its nearest parent. */
      readonly lineOf: (path: Path) => number;
    };

/**
 * Reads one YAML text, with anchors, aliases and merge keys. In the schema `failsafe` every scalar is a string as it was
 * written, so that `007` stays what it is.
 */
export function readYaml(text: string, schema: 'core' | 'failsafe'): YamlText {
  const counter = new LineCounter();
  // The library compares each key of a mapping with all before it, which takes minutes for many.
  const options = { schema, merge: true, uniqueKeys: false, lineCounter: counter, prettyErrors: false };
  const document = parseDocument(text, options);
  const lineAt = (offset: number): number => Math.max(1, counter.linePos(offset).line);

  const repeatedKeys = repeatedIn(document).map(({ path, offset }): Mistake => ({
    path,
    line: lineAt(offset),
    message: 'is there twice',
  }));
  const broken = document.errors.map(({ code, message, pos }): Mistake => ({
    path: [],
    line: lineAt(pos[0]),
    message: code === 'MULTIPLE_DOCS' ? 'begins a second document; only one is read' : message,
  }));
  const lineOf = (path: Path): number => lineAt(offsetOf(document, path));
  broken.push(...danglingAliases(document, lineAt));
  if (isNotEmpty(broken)) return { ok: false, mistakes: broken };
  try {
    return { ok: true, value: document.toJS(), repeatedKeys, lineOf };
  } catch (error) {
    // Aliases of aliases of aliases: the library stops before they fill the memory.
    return { ok: false, mistakes: [{ path: [], line: 1, message: String(error) }] };
  }
}

function isNotEmpty<T>(list: T[]): list is [T, ...T[]] {
  return list.length > 0;
}

function danglingAliases(document: Document, lineAt: (offset: number) => number): Mistake[] {
  const mistakes: Mistake[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const message = `there is no anchor "&${alias.source}" above "*${alias.source}"`;
      mistakes.push({ path: [], line: lineAt(startOf(alias)), message });
    },
  });
  return mistakes;
}

/** The keys that stood in their mapping before. */
function repeatedIn(document: Document): readonly { readonly path: Path; readonly offset: number }[] {
  const repeated: { readonly path: Path; readonly offset: number }[] = [];
  visit(document, {
    Map(_, map, ancestors) {
      const known = new Set<unknown>();
      for (const pair of map.items) {
        const value = isScalar(pair.key) ? pair.key.value : pair.key;
        if (known.has(value) && value !== merging) {
          repeated.push({ path: pathOf([...ancestors, map, pair]), offset: startOf(pair.key) });
        }
        known.add(value);
      }
    },
  });
  return repeated;
}

/** Several may be merged into one mapping. */
const merging = '<<';

const pathOf = (chain: readonly unknown[]): Path =>
  chain.flatMap((node, depth): PropertyKey[] => {
    if (isPair(node)) return [keyOf(node)];
    return isSeq(node) ? [node.items.indexOf(chain[depth + 1])] : [];
  });

/** Where the key or list item at `path` starts; it goes down as far as the text does. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const step of path) {
    const parent = isAlias(node) ? node.resolve(document) : node;
    if (isMap(parent)) {
      const pair = parent.items.findLast((item) => keyOf(item) === step);
      if (pair === undefined) return offset;
      offset = startOf(pair.key);
      node = pair.value;
    } else if (isSeq(parent) && typeof step === 'number') {
      node = parent.items[step];
      offset = startOf(node);
    } else {
      return offset;
    }
  }
  return offset;
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
