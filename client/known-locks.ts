import type { Client } from '@temporalio/client';
import type { ComponentSettings, Settings } from '../domain/settings.ts';
import { componentOfLock } from '../domain/messages/workflows.ts';
import { openLocks } from './open-locks.ts';
import { withinFormTime } from './soon.ts';

const keptMs = 10_000;

/** Settings for a component that is no longer in the configuration. */
const gone: ComponentSettings = {
  critical: true,
  admin: true,
  dependsOn: [],
  approvers: null,
  admins: null,
  approvals: 1,
};

/**
 * The components as commands and questions know them: those of the configuration, and those that are no longer critical but whose lock is
 * still held, awaited or frozen.
 */
export class KnownLocks {
  readonly #client: Client;
  #open: readonly string[] = [];
  /** Whether Temporal did not answer last time. Then nobody waits for the next answer. */
  #isAway = false;
  /** Epoch ms. */
  #askedAt = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  /** If Temporal does not answer, the locks that it listed last. Never fails, and never takes long. */
  async in(settings: Settings): Promise<Settings> {
    const ageMs = Date.now() - this.#askedAt;
    if (ageMs > keptMs) {
      this.#askedAt = Date.now();
      const asked = this.#ask();
      // Whoever has not asked for long waits: what was listed before may be old.
      if (!this.#isAway || ageMs > 2 * keptMs) await asked;
    }
    return withLocks(settings, this.#open);
  }

  async #ask(): Promise<void> {
    try {
      this.#open = await withinFormTime(this.#client, () => openComponents(this.#client));
      this.#isAway = false;
    } catch {
      this.#isAway = true;
    }
  }
}

/** The settings with the locks that Temporal lists now. Throws Temporal's errors. */
export const withOpenLocks = async (client: Client, settings: Settings): Promise<Settings> =>
  withLocks(settings, await openComponents(client));

const openComponents = async (client: Client): Promise<readonly string[]> =>
  [...(await openLocks(client)).keys()].map(componentOfLock);

function withLocks(settings: Settings, open: readonly string[]): Settings {
  const { components } = settings;
  const known = (name: string) => (Object.hasOwn(components, name) ? components[name] : undefined);
  const others = open.filter((name) => known(name)?.critical !== true);
  if (others.length === 0) return settings;
  const locks = others.map((name) => [name, { ...(known(name) ?? gone), critical: true }] as const);
  return { ...settings, components: { ...components, ...Object.fromEntries(locks) } };
}
