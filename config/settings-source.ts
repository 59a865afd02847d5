import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { introduce } from '../domain/configurations.ts';
import type { ConfigurationReport, Configurations, RunningConfiguration } from '../domain/configurations.ts';
import type { Settings } from '../domain/settings.ts';
import { configPath, loadConfiguration, settingsOf } from './load-settings.ts';
import type { Configuration } from './load-settings.ts';

/** The settings as they are now. */
export type SettingsSource = () => Promise<Settings>;

const writtenWithinMs = 200;
const knownForMs = 1000;
/** Where nobody can tell, it is not asked again for so long. */
const askAgainMs = 10_000;

/** The host and the path of a configuration file. */
export const placeOf = (path: string): string => `${hostname()}:${resolve(path)}`;

export interface Sharing {
  /** What is known of all configurations. Throws where that cannot be told soon. */
  readonly known: () => Promise<Configurations>;
  /** Whether others go by the file of this process, if it is the newest: it is a worker's. */
  readonly introduces: boolean;
  /** What has to be done before others than those at the start are in force. Until it does not throw, they are not. */
  readonly prepare?: (next: Settings) => Promise<void>;
  /** The file, or what is to run, cannot be used; once for each change. What ran before goes on. */
  readonly onMistake: (error: Error) => void;
  /** Another configuration runs than that of the file, which is null while it cannot be used; once for each. */
  readonly onOther: (running: RunningConfiguration, file: Configuration | null) => void;
}

type InForce = Pick<Configuration, 'version' | 'settings'>;

/** What runs now: the file, which is read again whenever it changes, or a newer one that a worker has elsewhere. */
export class RunningSettings {
  readonly #path: string;
  readonly #sharing: Sharing;
  /** The last time of the file; undefined: it was not looked at yet. */
  #changed: number | null | undefined;
  /** The last one that could be used. */
  #file: Configuration | null = null;
  #mistake: unknown = null;
  /** Whether somebody has yet to be told of it. */
  #mistakeIsNew = false;
  #known: Configurations | null = null;
  #askAgainAt = 0;
  #looking: Promise<void> | null = null;
  /** Of which other one was told, and which could not be used. */
  #told = '';
  #refused = '';
  /** What runs, and its version. */
  #inForce: InForce | null = null;

  constructor(path: string, sharing: Sharing) {
    this.#path = path;
    this.#sharing = sharing;
  }

  /** What this process has to introduce; null before it could read its file. */
  get report(): ConfigurationReport | null {
    if (this.#file === null) return null;
    const { version, values } = this.#file;
    return { place: placeOf(this.#path), version, values };
  }

  /** Of what runs, as `Configuration` has it; null before anything does. */
  get version(): string | null {
    return this.#inForce?.version ?? null;
  }

  /** The same object for as long as the same version runs. Throws `ConfigError` if nothing ran yet and the file cannot be used. */
  readonly now: SettingsSource = async () => {
    this.#looking ??= this.#look().finally(() => (this.#looking = null));
    await this.#looking;
    if (this.#inForce === null) throw this.#mistake;
    return this.#inForce.settings;
  };

  async #look(): Promise<void> {
    await Promise.all([this.#read(), this.#ask()]);
    const running = this.#running;
    // Where nothing can run, whoever asks for settings gets it.
    if (this.#inForce !== null || running !== null) this.#tellMistake();
    const isOther = running !== null && running.version !== this.#file?.version;
    const next = isOther ? this.#other(running) : this.#file;
    if (next === null || next.version === this.#inForce?.version) return;
    try {
      if (this.#inForce !== null) await this.#sharing.prepare?.(next.settings);
      this.#inForce = next;
    } catch {
      // What it is prepared by is away. Until it is back, nothing changes.
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
    try {
      this.#known = await this.#sharing.known();
      this.#askAgainAt = Date.now() + knownForMs;
    } catch {
      this.#askAgainAt = Date.now() + askAgainMs;
    }
  }

  /** With what only this process knows yet. */
  get #running(): RunningConfiguration | null {
    const { report } = this;
    if (this.#known === null) return null;
    const own = this.#sharing.introduces ? report : null;
    return (own === null ? this.#known : introduce(this.#known, own, Date.now())).running;
  }

  /** What runs elsewhere, as this process understands it; null if nothing is to change. */
  #other(running: RunningConfiguration): InForce | null {
    const settings = running.values === null ? null : this.#understood(running);
    const next = settings === null ? (this.#inForce ?? this.#file) : { version: running.version, settings };
    const pair = `${running.version} ${this.#file?.version ?? ''}`;
    if (pair !== this.#told) this.#sharing.onOther(running, this.#file);
    this.#told = pair;
    return next;
  }

  #understood(running: RunningConfiguration): Settings | null {
    if (running.version === this.#inForce?.version) return this.#inForce.settings;
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

/** Somebody may be writing it: what is broken is read again. */
const loadOnceWritten = (path: string): Promise<Configuration> =>
  loadConfiguration(path).catch(async () => {
    await sleep(writtenWithinMs);
    return loadConfiguration(path);
  });

/** How a process says what is not as it should be. */
interface SettingsWords {
  readonly mistake: (error: Error) => string;
  readonly other: (...about: Parameters<Sharing['onOther']>) => string;
}

/** The settings of a process that goes by what runs, and introduces nothing: those of its own file while nobody knows of others. Throws `ConfigError`. */
export async function followedSettings(
  share: (place: string, onMistake: (error: Error) => void) => Pick<Sharing, 'known' | 'onMistake'>,
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
