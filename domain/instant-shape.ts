import { z } from 'zod';

const withSeconds = { offset: true } as const;
const withoutSeconds = { offset: true, precision: -1 } as const;

/** An instant by ISO 8601, with `Z` or an offset. */
export const instantShape = () => z.union([z.iso.datetime(withSeconds), z.iso.datetime(withoutSeconds)]);

/** The same of one that leaves out the seconds. */
export const shortInstantShape = () => z.iso.datetime(withoutSeconds);
