import type { Client } from '@temporalio/client';
import type { Desk } from '../answers/desk.ts';
import type { KnownLocks } from '../client/known-locks.ts';
import type { Releases } from '../client/releases.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import type { httpSource } from '../http/http-source.ts';
import type { CommandType } from '../domain/command/commands.ts';
import type { HookDeliveries } from '../log/hook-deliveries.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import type { TokenStore } from '../log/tokens.ts';
import type { PageCallers } from './page-holder.ts';

/** What hooks need to act on releases. */
export interface HookStores {
  readonly tokens: Pick<TokenStore, 'kept'>;
  readonly deliveries: HookDeliveries;
}

/** What the API depends on. */
export interface ApiServices {
  readonly settingsNow: SettingsSource;
  readonly client: Client;
  readonly releases: Releases;
  readonly locks: Pick<KnownLocks, 'in'>;
  /** Null if there is no database, and therefore no tokens. */
  readonly releaseLog: ReleaseLog | null;
  readonly tokens: Pick<TokenStore, 'used' | 'exchange'> | null;
  /** Absent: the page is read-only. */
  readonly pageCallers?: PageCallers | undefined;
  /** What hooks need to act on releases; null without a database. */
  readonly hooks: HookStores | null;
  /** HTTP access to the issuers of identity tokens. */
  readonly httpFor: ReturnType<typeof httpSource>;
  readonly isPerson: Desk['isPerson'];
  /** Called for each command that found no room in time. */
  readonly onBusy?: ((type: CommandType) => void) | undefined;
  /** Aborts when the server closes. */
  readonly end: AbortSignal;
}

/** What carrying out a command depends on, with the current settings. */
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
