import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Renamed } from '../domain/components.ts';
import { introduce } from '../domain/configurations.ts';
import type { ConfigurationReport, Configurations, RunningConfiguration } from '../domain/configurations.ts';
import { namesLeftOut, withNamesKept } from '../domain/former-names.ts';
import type { Settings } from '../domain/settings.ts';
import { configPath, loadConfiguration, settingsOf } from './load-settings.ts';
import type { Configuration } from './load-settings.ts';

/** Returns the current settings. */
export type SettingsSource = () => Promise<Settings>;

const writtenWithinMs = 200;
const knownForMs = 1000;
/** After a failure, the configurations are not asked for again for this long. */
const askAgainMs = 10_000;

/** Identifies a configuration file: host and path. */
export const placeOf = (path: string): string => `${hostname()}:${resolve(path)}`;

export interface Sharing {
  /** The state of all configurations. Throws if it is not known soon. */
  readonly known: () => Promise<Configurations>;
  /** Which of these components have a lock that is in use. Throws if it is not known soon. */
  readonly inUse: (components: readonly string[]) => Promise<readonly string[]>;
  /** Whether other processes follow this one's file if it is the newest. Only workers set it. */
  readonly introduces: boolean;
  /** Runs before other settings than the initial ones take effect. They wait until it succeeds. */
  readonly prepare?: (next: Settings) => Promise<void>;
  /** The file, or the configuration that should run, is invalid. Called once for each change; the previous configuration stays in force. */
  readonly onMistake: (error: Error) => void;
  /** Another configuration runs than that of the file, which is null while it is invalid. Called once for each pair. */
  readonly onOther: (running: RunningConfiguration, file: Configuration | null) => void;
}

type Candidate = Pick<Configuration, 'version' | 'settings'>;

/** `settings`: what `said` says, with the former names that are kept. */
interface InForce extends Candidate {
  readonly said: Settings;
  readonly kept: Renamed;
}

/** The configuration in force: the file, which is read again whenever it changes, or a newer one from another worker. */
export class RunningSettings {
  readonly #path: string;
  readonly #sharing: Sharing;
  /** The file's mtime when it was last read; null if it was missing, undefined before the first read. */
  #changed: number | null | undefined;
  /** The last valid content of the file. */
  #file: Configuration | null = null;
  #mistake: unknown = null;
  /** Whether `#mistake` has yet to be reported. */
  #mistakeIsNew = false;
  #known: Configurations | null = null;
  #askAgainAt = 0;
  /** Whether the last question about the configurations failed. Then nobody waits for the answer to the next one. */
  #isAway = false;
  #looking: Promise<void> | null = null;
  /** The pair that `onOther` was last called for, and the version that was last refused. */
  #told = '';
  #refused = '';
  #inForce: InForce | null = null;
  readonly #names: NamesKept;

  constructor(path: string, sharing: Sharing) {
    this.#path = path;
    this.#sharing = sharing;
    this.#names = new NamesKept(sharing.inUse);
  }

  /** What this process introduces; null until its file has been valid once. */
  get report(): ConfigurationReport | null {
    if (this.#file === null) return null;
    const { version, values } = this.#file;
    return { place: placeOf(this.#path), version, values };
  }

  /** The version in force, as in `Configuration`; null before the first. */
  get version(): string | null {
    return this.#inForce?.version ?? null;
  }

  /** Returns the same object while the same version runs with the same former names. Throws `ConfigError` if the file is invalid and nothing has run yet. */
  readonly now: SettingsSource = async () => {
    this.#looking ??= this.#look().finally(() => (this.#looking = null));
    await this.#looking;
    if (this.#inForce === null) throw this.#mistake;
    return this.#inForce.settings;
  };

  async #look(): Promise<void> {
    // Whoever has not asked for long waits: what was known before may be old.
    const isOld = Date.now() - this.#askAgainAt > askAgainMs;
    const asked = this.#ask();
    await Promise.all([this.#read(), this.#isAway && !isOld ? null : asked]);
    const known = this.#knownHere;
    const running = known?.running ?? null;
    // If nothing can run, the caller of `now` gets the mistake.
    if (this.#inForce !== null || running !== null) this.#tellMistake();
    const isOther = running !== null && running.version !== this.#file?.version;
    const next = isOther ? this.#other(running) : this.#file;
    if (next === null) return;
    const { version, settings: said } = next;
    const kept = await this.#names.of(known?.formerNames ?? {}, said);
    if (version === this.#inForce?.version && isDeepStrictEqual(kept, this.#inForce.kept)) return;
    const settings = withNamesKept(said, kept);
    try {
      if (this.#inForce !== null) await this.#sharing.prepare?.(settings);
      this.#inForce = { version, settings, said, kept };
    } catch {
      // What `prepare` needs is down. Until it is back, nothing changes.
    }
  }

  #tellMistake(): void {
    if (!this.#mistakeIsNew) return;
    this.#mistakeIsNew = false;
    this.#sharing.onMistake(
      this.#mistake instanceof Error ? this.#mistake : new Error(String(this.#mistake)),
    );
  }

  async #read(): Promise<void> {
    const changed = await stat(this.#path).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
    if (changed === this.#changed) return;
    this.#changed = changed;
    try {
      this.#file = await loadOnceWritten(this.#path);
    } catch (error) {
      this.#mistake = error;
      this.#mistakeIsNew = true;
    }
  }

  async #ask(): Promise<void> {
    if (Date.now() < this.#askAgainAt) return;
    this.#askAgainAt = Date.now() + askAgainMs;
    try {
      this.#known = await this.#sharing.known();
      this.#askAgainAt = Date.now() + knownForMs;
      this.#isAway = false;
    } catch {
      this.#isAway = true;
    }
  }

  /** Includes what only this process knows so far. */
  get #knownHere(): Configurations | null {
    const { report } = this;
    if (this.#known === null) return null;
    const own = this.#sharing.introduces ? report : null;
    return own === null ? this.#known : introduce(this.#known, own, Date.now());
  }

  /** The configuration that runs elsewhere, as this process reads it; null if nothing can run. */
  #other(running: RunningConfiguration): Candidate | null {
    const settings = running.values === null ? null : this.#understood(running);
    const next = settings === null ? this.#before : { version: running.version, settings };
    const pair = `${running.version} ${this.#file?.version ?? ''}`;
    if (pair !== this.#told) this.#sharing.onOther(running, this.#file);
    this.#told = pair;
    return next;
  }

  get #before(): Candidate | null {
    return this.#inForce === null
      ? this.#file
      : { version: this.#inForce.version, settings: this.#inForce.said };
  }

  #understood(running: RunningConfiguration): Settings | null {
    if (running.version === this.#inForce?.version) return this.#inForce.said;
    const settings = settingsOf(running.values, dirname(resolve(this.#path)));
    if (settings === null) this.#refuse(running);
    return settings;
  }

  #refuse({ version, place }: RunningConfiguration): void {
    if (version === this.#refused) return;
    this.#refused = version;
    const message = `The configuration ${version} of ${place} is for another version of dobrobot`;
    this.#sharing.onMistake(new Error(message));
  }
}

/** Which former names that only earlier configurations gave still count. */
class NamesKept {
  readonly #inUse: Sharing['inUse'];
  /** The names whose locks have ended. They begin again only under a configuration that has these names. */
  readonly #ended = new Set<string>();
  #askAgainAt = 0;

  constructor(inUse: Sharing['inUse']) {
    this.#inUse = inUse;
  }

  /** Keeps all whose locks may be in use. `former`: see `Configurations`. */
  async of(former: Renamed, said: Settings): Promise<Renamed> {
    const leftOut = new Map(Object.entries(namesLeftOut(former, said)));
    for (const name of this.#ended) if (!leftOut.has(name)) this.#ended.delete(name);
    const names = [...leftOut.keys()].filter((old) => !this.#ended.has(old));
    if (names.length > 0 && Date.now() >= this.#askAgainAt) await this.#ask(names);
    return Object.fromEntries([...leftOut].filter(([old]) => !this.#ended.has(old)));
  }

  async #ask(names: readonly string[]): Promise<void> {
    try {
      const inUse = await this.#inUse(names);
      for (const name of names) if (!inUse.includes(name)) this.#ended.add(name);
      this.#askAgainAt = Date.now() + knownForMs;
    } catch {
      this.#askAgainAt = Date.now() + askAgainMs;
    }
  }
}

/** Retries once: the file may be invalid because somebody is writing it. */
const loadOnceWritten = (path: string): Promise<Configuration> =>
  loadConfiguration(path).catch(async () => {
    await sleep(writtenWithinMs);
    return loadConfiguration(path);
  });

/** How a process words what is wrong. */
interface SettingsWords {
  readonly mistake: (error: Error) => string;
  readonly other: (...about: Parameters<Sharing['onOther']>) => string;
}

/**
 * The settings of a process that follows what runs and introduces nothing. Uses its own file while no other is known. Throws `ConfigError`.
 */
export async function followedSettings(
  share: (place: string, onMistake: (error: Error) => void) => Pick<Sharing, 'known' | 'inUse' | 'onMistake'>,
  words: SettingsWords,
): Promise<RunningSettings> {
  const path = configPath(process.env);
  const settings = new RunningSettings(path, {
    introduces: false,
    ...share(placeOf(path), (error) => {
      console.error(words.mistake(error));
    }),
    onOther: (running, file) => {
      console.warn(words.other(running, file));
    },
  });
  await settings.now();
  return settings;
}
