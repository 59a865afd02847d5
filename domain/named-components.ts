import picomatch from 'picomatch';
import { namesNow } from './components.ts';
import type { Settings } from './settings.ts';
import type { Ticket } from './signs/ticket.ts';

type Components = Settings['components'];

/**
 * What a ticket touches, in lower case: its components; where none of them is known, its labels, the paths that its changes touch, or its
 * project, the first of these that says something. What it names and nobody knows is kept.
 */
export function namedComponents(ticket: Ticket, components: Components): readonly string[] {
  const own = ticket.components.map((name) => name.toLowerCase());
  const known = (names: readonly string[]) =>
    names.filter((name) => namesNow(name, components).some((now) => Object.hasOwn(components, now)));
  if (known(own).length > 0) return own;
  const ways = [
    () => known(ticket.labels.map((label) => label.toLowerCase())),
    () => byPaths(ticket, components),
    () => known(projectNames(ticket)),
  ];
  for (const way of ways) {
    const found = way();
    if (found.length > 0) return [...own, ...found];
  }
  return own;
}

/** Of `acme/app`, also `app`. */
const projectNames = ({ project }: Ticket): readonly string[] => {
  const name = project?.toLowerCase() ?? '';
  return [...new Set([name, name.split('/').at(-1) ?? ''])];
};

function byPaths({ changes }: Ticket, components: Components): readonly string[] {
  const touched = changes.filter(({ state }) => state !== 'closed').flatMap(({ paths }) => paths ?? []);
  return Object.entries(components).flatMap(([name, { paths = [] }]) => {
    const ignore = paths.filter((path) => path.startsWith('!')).map((path) => path.slice(1));
    const wanted = paths.filter((path) => !path.startsWith('!'));
    const isOf = picomatch(wanted, { dot: true, ignore });
    return wanted.length > 0 && touched.some((path) => isOf(path)) ? [name] : [];
  });
}
