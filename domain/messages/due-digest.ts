/** The messages that the release channel gets regularly. */
export const digestKinds = ['digest', 'report'] as const;
export type DigestKind = (typeof digestKinds)[number];

/** A message that is due. */
export interface DueDigest {
  readonly kind: DigestKind;
  /** The ID of its post. */
  readonly id: string;
  /** When it is due, epoch ms. */
  readonly at: number;
}
