import { useEffect, useState } from 'preact/hooks';
import { readPerson } from '../../domain/command/person.ts';
import type { NamedPerson } from '../../domain/command/person.ts';
import type { PeopleAnswer } from '../wire.ts';
import { ask } from './api.ts';

/** All that are drawn at once are asked for at once, so many at a time. */
const gatherMs = 30;
const mostAtOnce = 100;

const names = new Map<string, string>();
/** Those that were asked for; nobody is asked for twice, unless the server did not answer. */
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
    // Their IDs stay; whoever is drawn again is asked for again.
    for (const user of users) asked.delete(user);
  }
}

/** These people, and whom the page has met besides. */
export function usePeople(users: readonly string[]): readonly NamedPerson[] {
  const called = useNames();
  const met = [...users.filter((user) => readPerson(`@${user}`) !== null), ...names.keys()];
  return [...new Set(met)].map((id) => ({ id, name: called(id) }));
}

/** Tells what people are called in Slack; until the server has said so, their user IDs. */
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
