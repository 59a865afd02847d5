import picomatch from 'picomatch';
import { namesNow } from './components.ts';
import type { Settings } from './settings.ts';
import type { TicketPart, Ticket } from './signs/ticket.ts';

type Components = Settings['components'];

/** The components that a ticket touches, in lower case. */
export interface Touched {
  readonly names: readonly string[];
  /** Why it may touch more than could be read; null: everything was read. */
  readonly unread: string | null;
}

/**
 * What a ticket touches: its components. If none of these is known, also the known components named by its labels, else by the paths of its
 * changes, else by its project. Unknown names of its own are kept.
 */
export function touchedBy(ticket: Ticket, components: Components): Touched {
  const own = ticket.components.map((name) => name.toLowerCase());
  const known = (names: readonly string[]) =>
    names.filter((name) => namesNow(name, components).some((now) => Object.hasOwn(components, now)));
  const hasPaths = Object.values(components).some(({ paths }) => paths !== undefined);
  const ways: readonly {
    readonly part: TicketPart | null;
    readonly names: () => readonly string[] | null;
  }[] = [
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

/** For `acme/app`, also `app`. */
const projectNames = ({ project }: Ticket): readonly string[] => {
  const name = project?.toLowerCase() ?? '';
  return [...new Set([name, name.split('/').at(-1) ?? ''])];
};

/** Null if the paths of a change are unknown: the other changes alone would be a guess. */
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
