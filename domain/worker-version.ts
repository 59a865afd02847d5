/** A version of a deployment, as Temporal's Worker Versioning has it; null: all workers without one. */
export type Version = { readonly deployment: string; readonly buildId: string } | null;

/** A version to which a part of the work goes, in percent. */
export interface Ramping {
  readonly version: Version;
  readonly percentage: number;
}
