import { useEffect, useState } from 'preact/hooks';
import { readPerson } from '../../domain/command/person.ts';
import type { NamedPerson } from '../../domain/command/person.ts';
import type { PeopleAnswer } from '../wire.ts';
import { ask } from './api.ts';

/** Names needed within `gatherMs` are requested together, at most `mostAtOnce` per request. */
const gatherMs = 30;
const mostAtOnce = 100;

const names = new Map<string, string>();
/** The users requested so far. None is requested twice, unless the server did not answer. */
const asked = new Set<string>();
const wanted = new Set<string>();
const listeners = new Set<() => void>();

function nameOf(user: string): string {
  const name = names.get(user);
  if (name !== undefined) return name;
  if (!asked.has(user) && /^[UW][A-Z0-9_]+$/.test(user)) {
    if (wanted.size === 0) window.setTimeout(askForWanted, gatherMs);
    wanted.add(user);
    asked.add(user);
  }
  return user;
}

function askForWanted(): void {
  const users = [...wanted];
  wanted.clear();
  for (let at = 0; at < users.length; at += mostAtOnce) void askFor(users.slice(at, at + mostAtOnce));
}

async function askFor(users: readonly string[]): Promise<void> {
  const query = new URLSearchParams(users.map((user) => ['id', user]));
  try {
    const { people } = await ask<PeopleAnswer>(
      `/api/people?${query.toString()}`,
      AbortSignal.timeout(10_000),
    );
    for (const [user, name] of Object.entries(people)) names.set(user, name);
    for (const listener of listeners) listener();
  } catch {
    // Keeps showing IDs; these users are requested again when next drawn.
    for (const user of users) asked.delete(user);
  }
}

/** These users, and all others whose names the page knows. */
export function usePeople(users: readonly string[]): readonly NamedPerson[] {
  const called = useNames();
  const met = [...users.filter((user) => readPerson(`@${user}`) !== null), ...names.keys()];
  return [...new Set(met)].map((id) => ({ id, name: called(id) }));
}

/** Returns a function from a user ID to the name in Slack; until the server has answered, it returns the ID. */
export function useNames(): (user: string) => string {
  const [, setTold] = useState(0);
  useEffect(() => {
    const listener = () => {
      setTold((count) => count + 1);
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return nameOf;
}
