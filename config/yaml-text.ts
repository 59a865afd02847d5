import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Pair, YAMLMap } from 'yaml';
import { keyOf, putInPlace, startOf } from './yaml-aliases.ts';

/** Keys and list positions from the root of a YAML text. */
export type Path = readonly PropertyKey[];

/** A mistake in a YAML text; lines count from 1. */
export interface YamlMistake {
  readonly path: Path;
  readonly line: number;
  readonly message: string;
}

export type YamlText =
  | { readonly ok: false; readonly mistakes: readonly [YamlMistake, ...YamlMistake[]] }
  | {
      readonly ok: true;
      /** Plain data; null if the text is empty. */
      readonly value: unknown;
      /** Keys that occur twice in a mapping; `value` has the last. */
      readonly repeatedKeys: readonly YamlMistake[];
      /** The line of the value at `path`, or of its nearest existing parent. */
      readonly lineOf: (path: Path) => number;
      /** Whether the value at `path` is empty because it begins with `#`, which makes a comment of it. */
      readonly isHidden: (path: Path) => boolean;
    };

/**
 * Parses one YAML document, with anchors, aliases and merge keys. In the schema
 * `failsafe` every scalar is a string as written, so that `007` stays `007`.
 */
export function readYaml(text: string, schema: 'core' | 'failsafe'): YamlText {
  const counter = new LineCounter();
  const lineAt = (offset: number): number => Math.max(1, counter.linePos(offset).line);
  const document = parsed(text, schema, counter);
  if (document === null) return { ok: false, mistakes: [{ path: [], line: 1, message: tooDeep }] };

  const { repeated, wrong } = putInPlace(document);
  const broken = [
    ...document.errors.map(({ code, message, pos }) => ({
      offset: pos[0],
      message: code === 'MULTIPLE_DOCS' ? 'begins a second document; only one is read' : message,
    })),
    ...wrong,
  ].map(({ offset, message }): YamlMistake => ({ path: [], line: lineAt(offset), message }));
  if (isNotEmpty(broken)) return { ok: false, mistakes: broken };
  const repeatedKeys = repeated.map(({ path, offset }) => ({
    path,
    line: lineAt(offset),
    message: 'is there twice',
  }));
  const placeOf = placesIn(document);
  const lineOf = (path: Path): number => lineAt(placeOf(path).offset);
  const isHidden = (path: Path): boolean => {
    const { node } = placeOf(path);
    return isScalar(node) && node.value === null && /^\S/.test(node.comment ?? '');
  };
  try {
    return { ok: true, value: document.toJS(), repeatedKeys, lineOf, isHidden };
  } catch (error) {
    // For example a list under a merge key.
    return { ok: false, mistakes: [{ path: [], line: 1, message: String(error) }] };
  }
}

const tooDeep = 'is nested too deeply';

/** Null if it is nested too deeply to be parsed. */
function parsed(text: string, schema: 'core' | 'failsafe', lineCounter: LineCounter): Document | null {
  // `uniqueKeys` compares each key of a mapping with all before it, which takes minutes for many.
  const options = { schema, merge: true, uniqueKeys: false, lineCounter, prettyErrors: false };
  try {
    return parseDocument(text, options);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isNotEmpty<T>(list: T[]): list is [T, ...T[]] {
  return list.length > 0;
}

interface Place {
  /** Of the key or list item. */
  readonly offset: number;
  /** The value; undefined if there is none at the path. */
  readonly node: unknown;
}

/** Returns a function to the place at a path. If there is none, the offset is that of its nearest existing parent. */
function placesIn(document: Document): (path: Path) => Place {
  const pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  const pairsOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const known = pairs.get(map) ?? new Map(map.items.map((pair) => [keyOf(pair), pair]));
    pairs.set(map, known);
    return known;
  };
  return (path) => {
    let node: unknown = document.contents;
    let offset = startOf(node);
    for (const step of path) {
      if (isMap(node)) {
        const pair = pairsOf(node).get(String(step));
        if (pair === undefined) return { offset, node: undefined };
        offset = startOf(pair.key);
        node = pair.value;
      } else if (isSeq(node) && typeof step === 'number') {
        node = node.items[step];
        offset = startOf(node);
      } else {
        return { offset, node: undefined };
      }
    }
    return { offset, node };
  };
}
