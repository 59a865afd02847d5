import { z } from 'zod';
import { latestInstant } from '../iso.ts';
import { longestName, longestText } from '../messages/bounds.ts';

/** What fires, as people read it. */
export interface AlertWords {
  readonly name: string;
  readonly summary: string | null;
  /** Where it comes from, http(s). */
  readonly url: string | null;
}

/** An alert of Alertmanager or Grafana. Instants are epoch ms. */
export interface Alert {
  /** Identifies the labels: the same while it fires and when it fires again. */
  readonly fingerprint: string;
  /** The sender's group: its alerts are about the same problem. Empty: none. */
  readonly group: string;
  readonly at: number;
  /** Null: it is firing. */
  readonly endedAt: number | null;
  /** Empty: it may concern every component. */
  readonly components: readonly string[];
  /** Null beyond `mostWorded`: the texts are not kept. */
  readonly words: AlertWords | null;
}

const name = z.string().max(longestName);
const instant = z.number().nonnegative().max(latestInstant);
/** Alerts per signal. */
export const mostAlerts = 1000;

const batch = z
  .array(
    z.object({
      fingerprint: name,
      group: name,
      at: instant,
      endedAt: instant.nullable(),
      components: z.array(name).max(1000),
      words: z
        .object({
          name,
          summary: z.string().max(longestText).nullable(),
          url: z
            .string()
            .max(longestText)
            .regex(/^https?:\/\//)
            .nullable(),
        })
        .nullable(),
    }),
  )
  .max(mostAlerts) satisfies z.ZodType<readonly Alert[]>;

/** Parses the payload of a signal; null if it is malformed. */
export const readBatch = (payload: unknown): readonly Alert[] | null => batch.safeParse(payload).data ?? null;
