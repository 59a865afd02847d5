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

/** What lets a hook act on releases. */
export interface HookStores {
  readonly tokens: Pick<TokenStore, 'kept'>;
  readonly deliveries: HookDeliveries;
}

/** With what the API is served. */
export interface ApiServices {
  readonly settingsNow: SettingsSource;
  readonly client: Client;
  readonly releases: Releases;
  readonly locks: Pick<KnownLocks, 'in'>;
  /** Null: there is none, and so there are no tokens. */
  readonly releaseLog: ReleaseLog | null;
  readonly tokens: Pick<TokenStore, 'used' | 'exchange'> | null;
  /** Absent: the page only shows. */
  readonly pageCallers?: PageCallers | undefined;
  /** With what hooks act on releases; null likewise. */
  readonly hooks: HookStores | null;
  /** The way to issuers of identity tokens. */
  readonly httpFor: ReturnType<typeof httpSource>;
  readonly isPerson: Desk['isPerson'];
  /** Hears of each command for which there was no room. */
  readonly onBusy?: ((type: CommandType) => void) | undefined;
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
