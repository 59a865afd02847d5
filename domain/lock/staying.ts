import { namesNow } from '../components.ts';
import type { Settings } from '../settings.ts';
import type { StayingLock } from '../trouble.ts';

/** Why a component that is not critical still has a lock; null if it is critical. */
export function whyStaying(
  component: string,
  { components, namesKept = [] }: Pick<Settings, 'components' | 'namesKept'>,
): StayingLock | null {
  if (Object.hasOwn(components, component))
    return components[component]?.critical === true ? null : { why: 'uncritical', now: [] };
  const now = namesNow(component, components).filter((name) => name !== component);
  if (now.length === 0) return { why: 'gone', now: [] };
  return { why: namesKept.includes(component) ? 'nameLeftOut' : 'renamed', now };
}
