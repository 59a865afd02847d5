import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { searchAttributes } from '../domain/messages/memo.ts';

const { INDEXED_VALUE_TYPE_KEYWORD, INDEXED_VALUE_TYPE_KEYWORD_LIST } =
  proto.temporal.api.enums.v1.IndexedValueType;
const valueTypes = { KEYWORD: INDEXED_VALUE_TYPE_KEYWORD, KEYWORD_LIST: INDEXED_VALUE_TYPE_KEYWORD_LIST };

/** Registers the project's search attributes; those that are there already stay. Throws what Temporal answers. */
export async function registerSearchAttributes(client: Client): Promise<void> {
  const missing = await missingSearchAttributes(client);
  if (missing.length === 0) return;
  try {
    await addSearchAttributes(client, missing);
  } catch (error) {
    // Another worker may be doing the same at this moment.
    await sleep(1000);
    if ((await missingSearchAttributes(client)).length > 0) throw error;
  }
}

/** Those of the project that are not registered. Throws what Temporal answers. */
export async function missingSearchAttributes(
  client: Client,
): Promise<readonly (keyof typeof searchAttributes)[]> {
  const { namespace } = client.options;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  const names = Object.keys(searchAttributes) as (keyof typeof searchAttributes)[];
  return names.filter((name) => !Object.hasOwn(customAttributes, name));
}

/** Registers those of the project's search attributes that are named. */
export async function addSearchAttributes(
  client: Client,
  names: readonly (keyof typeof searchAttributes)[],
): Promise<void> {
  await client.connection.operatorService.addSearchAttributes({
    namespace: client.options.namespace,
    searchAttributes: Object.fromEntries(names.map((name) => [name, valueTypes[searchAttributes[name]]])),
  });
}
