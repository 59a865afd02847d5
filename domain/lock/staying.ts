import { namesNow } from '../components.ts';
import type { Settings } from '../settings.ts';
import type { StayingLock } from '../trouble.ts';

/** Why a component that is not critical still has a lock; null if it is critical. */
export function whyStaying(
  component: string,
  { components }: Pick<Settings, 'components'>,
): StayingLock | null {
  if (Object.hasOwn(components, component))
    return components[component]?.critical === true ? null : { why: 'uncritical', now: [] };
  const now = namesNow(component, components).filter((name) => name !== component);
  return now.length === 0 ? { why: 'gone', now: [] } : { why: 'renamed', now };
}
