import type { Client } from '@temporalio/client';
import type { Desk } from '../answers/desk.ts';
import type { KnownLocks } from '../client/known-locks.ts';
import type { Releases } from '../client/releases.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import type { httpSource } from '../http/http-source.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import type { TokenStore } from '../log/tokens.ts';

/** With what the API is served. */
export interface ApiServices {
  readonly settingsNow: SettingsSource;
  readonly client: Client;
  readonly releases: Releases;
  readonly locks: Pick<KnownLocks, 'in'>;
  /** Null: there is none, and so there are no tokens. */
  readonly releaseLog: ReleaseLog | null;
  readonly tokens: Pick<TokenStore, 'used' | 'exchange'> | null;
  /** The way to issuers of identity tokens. */
  readonly httpFor: ReturnType<typeof httpSource>;
  readonly isPerson: Desk['isPerson'];
  /** Aborts when the server closes. */
  readonly end: AbortSignal;
}

/** Where commands are carried out now. */
export async function deskOf({
  client,
  releases,
  releaseLog,
  isPerson,
  locks,
  settingsNow,
}: ApiServices): Promise<Desk> {
  return { client, releases, releaseLog, isPerson, settings: await locks.in(await settingsNow()) };
}
