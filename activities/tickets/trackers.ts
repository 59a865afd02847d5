import type { PageReading } from '../../domain/signs/page.ts';
import type { Settings } from '../../domain/settings.ts';
import { trackerOf } from '../../domain/trackers.ts';
import type { TrackerSettings } from '../../domain/trackers.ts';
import type { Sources } from '../check-ticket.ts';
import { fileTracker } from './file-tracker.ts';
import type { Tracker } from './tracker.ts';

/** The trackers of the configuration, and the pages. */
export function sourcesOf({ tickets }: Pick<Settings, 'tickets'>): Sources {
  return {
    async find(key, parts) {
      const settings = trackerOf(key, tickets);
      return settings === null ? { outcome: 'unknown' } : toTracker(settings).find(key, parts);
    },
    readPage: (address): Promise<PageReading> =>
      Promise.resolve({ outcome: 'cannotTell', reason: `${address} cannot be read: pages are not read yet` }),
  };
}

const toTracker = ({ file }: TrackerSettings): Tracker => fileTracker(file);
