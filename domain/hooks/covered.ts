import type { HookSettings } from './hook-settings.ts';

/** Whether a hook may act on a release of these components: of what nobody knows only one that is for all. */
export const isCovered = (
  released: readonly string[],
  { components: own }: Pick<HookSettings, 'components'>,
): boolean => own === null || (released.length > 0 && released.every((component) => own.includes(component)));
