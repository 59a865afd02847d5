import picomatch from 'picomatch';
import { namesNow } from './components.ts';
import type { Settings } from './settings.ts';
import type { Part, Ticket } from './signs/ticket.ts';

type Components = Settings['components'];

/** What a ticket touches, in lower case. */
export interface Touched {
  readonly names: readonly string[];
  /** Why more of it may be touched that was not read; null: all was. */
  readonly unread: string | null;
}

/**
 * What a ticket touches: its components; where none of them is known, its labels, the paths that its changes touch, or its project, the
 * first of these that says something. What it names and nobody knows is kept.
 */
export function touchedBy(ticket: Ticket, components: Components): Touched {
  const own = ticket.components.map((name) => name.toLowerCase());
  const known = (names: readonly string[]) =>
    names.filter((name) => namesNow(name, components).some((now) => Object.hasOwn(components, now)));
  const hasPaths = Object.values(components).some(({ paths }) => paths !== undefined);
  const ways: readonly { readonly part: Part | null; readonly names: () => readonly string[] | null }[] = [
    { part: 'components', names: () => known(own) },
    { part: 'labels', names: () => known(ticket.labels.map((label) => label.toLowerCase())) },
    ...(hasPaths ? [{ part: 'changes' as const, names: () => byPaths(ticket, components) }] : []),
    { part: null, names: () => known(projectNames(ticket)) },
  ];
  for (const { part, names } of ways) {
    const unread = part === null ? undefined : ticket.unread[part];
    if (unread !== undefined) return { names: own, unread };
    const found = names();
    if (found === null) break;
    if (found.length > 0) return { names: [...new Set([...own, ...found])], unread: null };
  }
  return { names: own, unread: null };
}

/** Of `acme/app`, also `app`. */
const projectNames = ({ project }: Ticket): readonly string[] => {
  const name = project?.toLowerCase() ?? '';
  return [...new Set([name, name.split('/').at(-1) ?? ''])];
};

/** Null where the paths of a change are not known: by the others alone it would be guessed. */
function byPaths({ changes }: Ticket, components: Components): readonly string[] | null {
  const asked = changes.filter(({ state }) => state !== 'closed');
  if (asked.some(({ paths }) => paths === null)) return null;
  const touched = asked.flatMap(({ paths }) => paths ?? []);
  return Object.entries(components).flatMap(([name, { paths = [] }]) => {
    const ignore = paths.filter((path) => path.startsWith('!')).map((path) => path.slice(1));
    const wanted = paths.filter((path) => !path.startsWith('!'));
    const isOf = picomatch(wanted, { dot: true, ignore });
    return wanted.length > 0 && touched.some((path) => isOf(path)) ? [name] : [];
  });
}
