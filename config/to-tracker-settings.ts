import { resolve } from 'node:path';
import { httpPresets } from '../domain/http-presets.ts';
import type { HttpTrackerSettings, TicketMapping, TrackerSettings } from '../domain/trackers.ts';
import type { TrackerFile } from './tracker-schema.ts';

type Addresses = TrackerSettings['addresses'];

/** The settings of a tracker; a relative path starts at `folder`. */
export function toTrackerSettings(name: string, file: TrackerFile, folder: string): TrackerSettings {
  const { tracker, keys, linkTemplate } = file;
  const of = (...usual: Addresses) => ({
    name,
    keys,
    ...(file.writeBack ? { writeBack: file.writeBack } : {}),
    addresses: linkTemplate === null ? usual : [linkTemplate, ...usual],
  });
  switch (tracker) {
    case 'file':
      return { ...of(), tracker, file: resolve(folder, file.file) };
    case 'redmine':
      return { ...of(`${file.url}/issues/{key}`), tracker, ...access(file) };
    case 'jira': {
      const { userEnv, cloudId } = file;
      const known = { userEnv: userEnv ?? null, cloudId: cloudId ?? null };
      return { ...of(`${file.url}/browse/{key}`), tracker, ...access(file), ...known };
    }
    case 'github': {
      const { url, tokenEnv, appId, appIdEnv, privateKeyEnv } = file;
      return {
        ...of(`${url}/{repo}/issues/{number}`, `${url}/{repo}/pull/{number}`),
        ...{ tracker, url, tokenEnv, appId, appIdEnv, privateKeyEnv },
      };
    }
    case 'gitea':
      return {
        ...of(`${file.url}/{repo}/issues/{number}`, `${file.url}/{repo}/pulls/{number}`),
        tracker,
        ...access(file),
      };
    case 'gitlab':
      return {
        ...of(`${file.url}/{repo}/-/issues/{number}`, `${file.url}/{repo}/-/merge_requests/{number}`),
        tracker,
        ...access(file),
      };
    case 'linear':
      return {
        ...of('https://linear.app/issue/{key}', 'https://linear.app/{any}/issue/{key}'),
        tracker,
        ...access(file),
      };
    case 'http':
      return toHttp(file, of);
  }
}

const access = ({ url, tokenEnv }: { readonly url: string; readonly tokenEnv: string }) => ({
  url,
  tokenEnv,
});

function toHttp(
  file: Extract<TrackerFile, { tracker: 'http' }>,
  of: (...usual: Addresses) => Pick<TrackerSettings, 'name' | 'keys' | 'addresses'>,
): TrackerSettings {
  const preset = file.preset ? httpPresets[file.preset] : null;
  const given = file.url ?? preset?.url ?? '';
  const { url, path } =
    preset === null ? partsOf(given) : { url: given.replace(/(?<!\/)\/+$/, ''), path: preset.path };
  const settings: HttpTrackerSettings = {
    tracker: 'http',
    url,
    path,
    projectPath: file.projectUrl?.replace(url, '') ?? preset?.projectPath ?? null,
    tokenEnv: file.tokenEnv ?? null,
    scheme: file.scheme ?? preset?.scheme ?? 'Bearer',
    userEnv: file.userEnv ?? null,
    passwordEnv: file.passwordEnv ?? null,
    headers: file.headers,
    mapping: { title: 'body.title', ...preset?.mapping, ...givenOf(file.ticket ?? {}) },
  };
  const link = preset?.link.replaceAll('{url}', url) ?? file.linkTemplate ?? given;
  return { ...of(link), ...settings };
}

/** Drops undefined keys, so that the preset's apply. */
const givenOf = (mapping: {
  readonly [Key in keyof TicketMapping]?: TicketMapping[Key] | undefined;
}): Partial<TicketMapping> =>
  Object.fromEntries(Object.entries(mapping).filter(([, expression]) => expression !== undefined));

/** Splits an address into its origin and the rest, with placeholders as they are. */
function partsOf(address: string): { readonly url: string; readonly path: string } {
  const [url = ''] = /^https?:\/\/[^/?#]+/.exec(address) ?? [];
  return { url, path: address.slice(url.length) || '/' };
}
