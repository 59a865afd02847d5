/** Whether a right for the components `own` (null: all) covers these. An empty list means unknown: only a right for all covers it. */
export const coversComponents = (
  components: readonly string[],
  { components: own }: { readonly components: readonly string[] | null },
): boolean =>
  own === null || (components.length > 0 && components.every((component) => own.includes(component)));
