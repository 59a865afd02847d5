/** Whether who has a right for `own` components (null: all) has it for these: for what nobody knows only who has it for all. */
export const isCovered = (
  components: readonly string[],
  { components: own }: { readonly components: readonly string[] | null },
): boolean =>
  own === null || (components.length > 0 && components.every((component) => own.includes(component)));
