import { z } from 'zod';
import { latestInstant } from '../iso.ts';
import { longestName, longestText } from '../messages/bounds.ts';

/** What fires, as people read it. */
export interface AlertWords {
  readonly name: string;
  readonly summary: string | null;
  /** Where it comes from: http(s). */
  readonly url: string | null;
}

/** An alert of Alertmanager or Grafana. Instants are epoch ms. */
export interface Alert {
  /** Of its labels: the same for as long as it fires, and when it fires again. */
  readonly fingerprint: string;
  /** Alerts that their sender takes for one matter. */
  readonly group: string;
  readonly at: number;
  /** Null: it fires. */
  readonly endedAt: number | null;
  /** None: it may concern all. */
  readonly components: readonly string[];
  /** Null of what is one of too many to be told. */
  readonly words: AlertWords | null;
}

const name = z.string().max(longestName);
const instant = z.number().nonnegative().max(latestInstant);
/** Of a signal. */
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

/** Reads what came with a signal; null if it is malformed. */
export const readBatch = (payload: unknown): readonly Alert[] | null => batch.safeParse(payload).data ?? null;
