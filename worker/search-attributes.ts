import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { isGrpcError } from '../client/grpc.ts';
import { searchAttributes } from '../domain/messages/memo.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { searchAttributeWords } from '../texts/search-attributes.ts';

const { INDEXED_VALUE_TYPE_KEYWORD, INDEXED_VALUE_TYPE_KEYWORD_LIST } =
  proto.temporal.api.enums.v1.IndexedValueType;
const valueTypes = { KEYWORD: INDEXED_VALUE_TYPE_KEYWORD, KEYWORD_LIST: INDEXED_VALUE_TYPE_KEYWORD_LIST };

/** As Temporal's own terminal calls them. */
const typeNames = { KEYWORD: 'Keyword', KEYWORD_LIST: 'KeywordList' } as const;

/**
 * Registers the project's search attributes; those that are there already stay. Where it may not, as on Temporal Cloud, it throws an error with the
 * commands that do.
 */
export async function registerSearchAttributes(client: Client): Promise<void> {
  await registerMissing(client);
  await untilSearchable(client);
}

async function registerMissing(client: Client): Promise<void> {
  const missing = await missingSearchAttributes(client);
  if (missing.length === 0) return;
  try {
    await addSearchAttributes(client, missing);
  } catch (error) {
    // Another worker may be doing the same at this moment.
    await sleep(1000);
    const left = await missingSearchAttributes(client);
    if (left.length === 0) return;
    throw new Error(`${missingAttributesText(client, left)} (${reasonOf(error)})`, { cause: error });
  }
}

const searchableWithinMs = 40_000;

/** A server with a database of its own finds by a new search attribute some seconds after it was registered, by this worker or another one. */
async function untilSearchable({ workflowService, options: { namespace } }: Client): Promise<void> {
  const query = Object.keys(searchAttributes)
    .map((name) => `${name} IS NULL`)
    .join(' AND ');
  const giveUpAt = Date.now() + searchableWithinMs;
  for (;;) {
    try {
      await workflowService.countWorkflowExecutions({ namespace, query });
      return;
    } catch (error) {
      // Whatever else is wrong, whoever lists says.
      if (!isGrpcError(error, 'invalidArgument')) return;
      if (Date.now() > giveUpAt) throw error;
      await sleep(500);
    }
  }
}

/** Which are not registered, and the commands that register them. */
export const missingAttributesText = (
  { options: { namespace } }: Client,
  names: readonly (keyof typeof searchAttributes)[],
): string =>
  searchAttributeWords.missing(
    namespace,
    names.map((name) => ({ name, type: typeNames[searchAttributes[name]] })),
  );

/** Those of the project that are not registered. Throws what Temporal answers. */
export async function missingSearchAttributes(
  client: Client,
): Promise<readonly (keyof typeof searchAttributes)[]> {
  const { namespace } = client.options;
  const { operatorService } = client.connection;
  const { customAttributes } = await inNamespace(client, () =>
    operatorService.listSearchAttributes({ namespace }),
  );
  const names = Object.keys(searchAttributes) as (keyof typeof searchAttributes)[];
  return names.filter((name) => !Object.hasOwn(customAttributes, name));
}

/** Registers those of the project's search attributes that are named. */
export async function addSearchAttributes(
  client: Client,
  names: readonly (keyof typeof searchAttributes)[],
): Promise<void> {
  const { namespace } = client.options;
  const { operatorService } = client.connection;
  const added = Object.fromEntries(names.map((name) => [name, valueTypes[searchAttributes[name]]]));
  await inNamespace(client, () =>
    operatorService.addSearchAttributes({ namespace, searchAttributes: added }),
  );
}

/** Temporal Cloud finds by this header where to send a call; of this service the SDK leaves it out. */
const inNamespace = <T>(client: Client, call: () => Promise<T>): Promise<T> =>
  client.withMetadata({ 'temporal-namespace': client.options.namespace }, call);
