import { z } from 'zod';
import { mapped } from '../signs/expression.ts';
import { deploySteps, ignored } from './hook-event.ts';
import type { HookEvent } from './hook-event.ts';
import type { HookMapping, HookSettings } from './hook-settings.ts';

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value == null || value === '' ? null : String(value)));

const message = z.looseObject({
  event: z.enum([...deploySteps, 'changed']).optional(),
  ticket: text,
  component: text,
  environment: text,
  deployment: text,
  reason: text,
});

/** What any program may send: `{event, ticket or component or environment, deployment, reason}`. Null if it names nothing. */
export function readStandard(
  body: unknown,
  { payload, environments }: Pick<HookSettings, 'payload' | 'environments'>,
): HookEvent | null {
  const { data } = message.safeParse(payload === null ? body : mappedBy(payload, body));
  if (data === undefined) return null;
  const { event = 'changed', ticket, component, environment, deployment, reason } = data;
  if (event === 'changed') return ticket === null ? null : { type: 'changed', ticket, texts: [] };
  const known = environment !== null && Object.hasOwn(environments, environment);
  if (environment !== null && !known && Object.keys(environments).length > 0) return ignored;
  const ofEnvironment = known ? (environments[environment] ?? []) : [];
  const components = component === null ? ofEnvironment : [component.toLowerCase()];
  if (ticket === null && components.length === 0) return null;
  return {
    type: 'deploy',
    step: event,
    components,
    environment,
    deployment,
    ticket,
    texts: [],
    reason,
    pipeline: null,
  };
}

/** A field whose expression has no value is absent. */
function mappedBy(payload: HookMapping, body: unknown): Readonly<Record<string, unknown>> {
  const values = Object.entries(payload).map(([name, expression]: [string, string | undefined]) => {
    try {
      return [name, expression === undefined ? undefined : mapped(expression, body)] as const;
    } catch {
      return [name, undefined] as const;
    }
  });
  return Object.fromEntries(values);
}
