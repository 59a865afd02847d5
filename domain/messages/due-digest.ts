/** What the release channel is told regularly. */
export const digestKinds = ['digest', 'report'] as const;
export type DigestKind = (typeof digestKinds)[number];

/** One that is due. */
export interface DueDigest {
  readonly kind: DigestKind;
  /** Of its post. */
  readonly id: string;
  /** When it was to be said, epoch ms. */
  readonly at: number;
}
