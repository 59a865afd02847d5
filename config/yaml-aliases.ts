import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, Node, Pair } from 'yaml';

/** Deeper than anything that people write, and safe for recursive readers of plain data. */
const deepest = 100;
/** The total size that aliases may expand to, in characters and values, to protect the memory of readers. */
const mostRepeated = 1_000_000;

/** A finding in a YAML text; `offset` in characters. */
interface Found {
  readonly offset: number;
}

/** What was found while resolving aliases. */
export interface Placed {
  /** Keys that occur earlier in the same mapping. */
  readonly repeated: readonly (Found & { readonly path: readonly PropertyKey[] })[];
  readonly wrong: readonly (Found & { readonly message: string })[];
}

/**
 * Replaces each alias with the node it refers to, in one pass; the library would search
 * the whole document for each. Afterwards the same node may be in several places.
 */
export function putInPlace(document: Document): Placed {
  const pass = new Pass();
  const { node } = pass.through(document.contents, null, 0);
  document.contents = node as typeof document.contents;
  return pass;
}

/** The path to a node, from the node upwards; null at the root. */
type Way = { readonly step: PropertyKey; readonly from: Way } | null;

/** The expanded extent of a node. */
interface Extent {
  /** In characters and values. */
  readonly size: number;
  /** Levels of nodes below it. */
  readonly depth: number;
}

const nothing: Extent = { size: 0, depth: 0 };

class Pass implements Placed {
  readonly repeated: (Found & { path: readonly PropertyKey[] })[] = [];
  readonly wrong: (Found & { message: string })[] = [];
  /** The latest anchor of each name so far. */
  readonly #anchors = new Map<string, unknown>();
  /** The extents of the anchored nodes that are complete. */
  readonly #extents = new Map<unknown, Extent>();
  #repeatedSize = 0;
  /** Messages to report only once. */
  readonly #said = new Set<string>();

  /** Returns the node to put in place, and its extent. `depth`: the number of nodes above it. */
  through(node: unknown, way: Way, depth: number): { readonly node: unknown; readonly extent: Extent } {
    if (isAlias(node)) return this.#standingFor(node, node.source, depth);
    const anchor = anchorOf(node);
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    const extent = depth > deepest ? this.#tooDeep(node) : this.#inside(node, way, depth);
    if (anchor !== undefined) this.#extents.set(node, extent);
    return { node, extent };
  }

  #inside(node: unknown, way: Way, depth: number): Extent {
    const below: Extent[] = [];
    const into = (child: unknown, from: Way): unknown => {
      const placed = this.through(child, from, depth + 1);
      below.push(placed.extent);
      return placed.node;
    };
    if (isSeq(node)) {
      node.items.forEach((item, step) => (node.items[step] = into(item, { step, from: way })));
    } else if (isMap(node)) {
      this.#findRepeated(node.items, way);
      for (const pair of node.items) {
        pair.key = into(pair.key, way);
        if (isMap(pair.key) || isSeq(pair.key)) this.#isWrong(pair.key, 'a key has to be a text');
        pair.value = into(pair.value, { step: keyOf(pair), from: way });
      }
    } else {
      return { size: 1 + (isScalar(node) ? (node.source?.length ?? 0) : 0), depth: 0 };
    }
    return {
      size: below.reduce((sum, { size }) => sum + size, 1),
      depth: below.reduce((most, { depth: here }) => Math.max(most, here + 1), 0),
    };
  }

  #standingFor(alias: Node, name: string, depth: number): { node: unknown; extent: Extent } {
    const node = this.#anchors.get(name);
    const extent = this.#extents.get(node);
    const wrong = (extent: Extent) => ({ node: alias, extent });
    if (node === undefined)
      return wrong(this.#isWrong(alias, `there is no anchor "&${name}" above "*${name}"`));
    if (extent === undefined)
      return wrong(this.#isWrong(alias, `"*${name}" stands within its own "&${name}"`));
    if (depth + extent.depth > deepest) return wrong(this.#tooDeep(alias));
    this.#repeatedSize += extent.size;
    if (this.#repeatedSize > mostRepeated)
      return wrong(
        this.#isWrong(alias, `the aliases up to here stand for more than ${mostRepeated} characters`, true),
      );
    return { node, extent };
  }

  #tooDeep(node: unknown): Extent {
    return this.#isWrong(node, `is nested more than ${deepest} levels deep`, true);
  }

  #isWrong(node: unknown, message: string, once = false): Extent {
    if (!once || !this.#said.has(message)) this.wrong.push({ offset: startOf(node), message });
    if (once) this.#said.add(message);
    return nothing;
  }

  #findRepeated(pairs: readonly Pair[], way: Way): void {
    const known = new Set<unknown>();
    for (const pair of pairs) {
      const value = isScalar(pair.key) ? pair.key.value : pair.key;
      if (known.has(value) && value !== merging) {
        this.repeated.push({ path: [...pathTo(way), keyOf(pair)], offset: startOf(pair.key) });
      }
      known.add(value);
    }
  }
}

/** A mapping may have several merge keys. */
const merging = '<<';

function pathTo(way: Way): readonly PropertyKey[] {
  const steps: PropertyKey[] = [];
  for (let at = way; at !== null; at = at.from) steps.push(at.step);
  return steps.reverse();
}

const anchorOf = (node: unknown): string | undefined =>
  isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;

/** The key as plain data has it. */
export function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}

/** The offset of a node in characters. */
export function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
