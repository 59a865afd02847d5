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

/** The names that Temporal's CLI uses. */
const typeNames = { KEYWORD: 'Keyword', KEYWORD_LIST: 'KeywordList' } as const;

/**
 * Registers the project's missing search attributes. Where that is not allowed, as on Temporal Cloud, throws an error with the commands
 * that do it.
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

/**
 * Waits until the attributes can be searched. A server with its own database takes some seconds after they are registered, by this worker
 * or another.
 */
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
      // Other errors are reported by whatever lists next.
      if (!isGrpcError(error, 'invalidArgument')) return;
      if (Date.now() > giveUpAt) throw error;
      await sleep(500);
    }
  }
}

/** An error message with the missing attributes and the commands that register them. */
export const missingAttributesText = (
  { options: { namespace } }: Client,
  names: readonly (keyof typeof searchAttributes)[],
): string =>
  searchAttributeWords.missing(
    namespace,
    names.map((name) => ({ name, type: typeNames[searchAttributes[name]] })),
  );

/** The project's search attributes that are not registered. Throws Temporal's errors. */
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

/** Registers these search attributes. Throws Temporal's errors. */
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

/** Temporal Cloud routes a call by this header, which the SDK omits for the operator service. */
const inNamespace = <T>(client: Client, call: () => Promise<T>): Promise<T> =>
  client.withMetadata({ 'temporal-namespace': client.options.namespace }, call);
