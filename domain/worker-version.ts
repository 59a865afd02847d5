/** A version of a deployment in Temporal's Worker Versioning; null: all unversioned workers. */
export type Version = { readonly deployment: string; readonly buildId: string } | null;

/** A version that gets a part of the work, in percent. */
export interface Ramping {
  readonly version: Version;
  readonly percentage: number;
}
