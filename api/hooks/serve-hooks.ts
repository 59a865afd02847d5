import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { z } from '@hono/zod-openapi';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { attempt } from '../../answers/attempt.ts';
import { done, problem } from '../../answers/outcome.ts';
import type { Outcome } from '../../answers/outcome.ts';
import { hearOfAlerts, openGate } from '../../client/hooks.ts';
import { readSecret } from '../../config/secret.ts';
import type { HookEvent } from '../../domain/hooks/hook-event.ts';
import type { HookSettings } from '../../domain/hooks/hook-settings.ts';
import { reasonOf } from '../../domain/reason-of.ts';
import { answersOfPost, jsonBody } from '../describe.ts';
import type { ApiEnv } from '../env.ts';
import { invalid } from '../invalid.ts';
import { problemJson } from '../problem-json.ts';
import { heardSchema } from '../schemas.ts';
import { deskOf } from '../services.ts';
import type { ApiServices } from '../services.ts';
import { deploy } from './deploy.ts';
import type { Delivered } from './deploy.ts';
import { hearTickets } from './hear-tickets.ts';
import { largeBodies } from './large-bodies.ts';
import { rateLimit } from '../rate-limit.ts';
import { isProvenUnread, provenId } from './proof.ts';
import type { HookDelivery } from './proof.ts';
import { readDelivery } from './read-delivery.ts';

/** Deliveries (`points`) per hook in a number of seconds (`duration`): a storm of alerts is many. */
const limit = { points: 1000, duration: 10 };
/** GitHub sends the JSON in the form field `payload` unless configured otherwise; Gitea can. */
const formType = 'application/x-www-form-urlencoded';
/** Senders wait for ten seconds. What takes longer continues after the answer. */
const patienceMs = 8000;

const delivery = jsonBody(z.looseObject({}));
// Generated clients support only one content type of a body.
const deliveryBody = {
  ...delivery,
  content: { ...delivery.content, [formType]: { schema: z.looseObject({}) } },
};

const notProven = problem(401, 'notProven', (words) => words.notProven);
const noLog = problem(503, 'noLog', (words) => words.noLog);

/** `POST /hooks/NAME`: other programs report what they do, each with the proof of its kind. Registered before authentication by token. */
export function serveHooks(app: OpenAPIHono<ApiEnv>, services: ApiServices): void {
  const hooks = rateLimit(limit);
  const answers = answersOfPost(heardSchema, 'Done');
  const { 200: answered } = answers;
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: '/hooks/{name}',
    operationId: 'tellHook',
    summary: 'A deploy system, a tracker or an alert tells something; signed as its kind does',
    security: [],
    request: { params: z.object({ name: z.string().max(100) }), body: deliveryBody },
    responses: {
      ...answers,
      202: { ...answered, description: 'It is in hand, or nothing that concerns us' },
    },
  });
  const isProven = async (name: string, headers: Headers) => {
    const hook = await hookOf(name, services);
    return isProvenUnread(hook, secretsOf(hook), headers);
  };
  app.post('/hooks/:name', largeBodies(isProven), async (context) => {
    const delivery = {
      headers: context.req.raw.headers,
      body: Buffer.from(await context.req.arrayBuffer()),
    };
    const heard = await receive(context.req.param('name'), delivery, hooks, services);
    if (heard.ok) return context.json(heard.body, 'done' in heard.body ? 200 : 202);
    return problemJson(context, heard);
  });
}

/** Handles a delivery to the hook `name`. Senders without proof learn nothing, not even whether the hook exists. */
async function receive(
  name: string,
  delivery: HookDelivery,
  known: ReturnType<typeof rateLimit>,
  services: ApiServices,
): Promise<Outcome> {
  const { components } = await services.settingsNow();
  const hook = await hookOf(name, services);
  const id = provenId(hook, secretsOf(hook), delivery, Date.now());
  if (id === null) return notProven;
  const wait = await known.comes(name);
  if (wait !== null) return wait;
  const body = jsonIn(delivery);
  if (body === undefined) return problem(422, 'unreadable', ({ unreadable }) => unreadable);
  const event = readDelivery(body, delivery.headers, hook, Object.keys(components));
  return event === null ? invalid('body') : inTime(hear(event, { name, hook, id }, services));
}

async function hookOf(name: string, { settingsNow }: ApiServices): Promise<HookSettings> {
  const { hooks } = await settingsNow();
  return Object.hasOwn(hooks, name) ? (hooks[name] ?? nobodys) : nobodys;
}

/** Carries out what a delivery asks for. */
async function hear(event: HookEvent, delivered: Delivered, services: ApiServices): Promise<Outcome> {
  const { name, hook, id } = delivered;
  const desk = await deskOf(services);
  switch (event.type) {
    case 'ignored':
      return heardOf({ ignored: true });
    case 'alerts': {
      const wrong = await attempt(() =>
        hearOfAlerts(desk.client, { hook: name, actor: hook.as }, event.alerts),
      );
      const { alerts, unreadable } = event;
      return wrong ?? heardOf({ alerts: alerts.length, ...(unreadable > 0 ? { unreadable } : {}) });
    }
    case 'gate': {
      const request = { ...event, hook: name, id, requestedAt: Date.now() };
      const wrong = await attempt(() => openGate(desk.client, request));
      return wrong ?? heardOf({ accepted: true });
    }
    case 'changed': {
      const tickets = await hearTickets(event, name, desk);
      return 'ok' in tickets ? tickets : heardOf({ tickets });
    }
    case 'deploy':
      return services.hooks === null ? noLog : deploy(event, delivered, services.hooks, desk);
  }
}

const heardOf = (body: object): Outcome => done(body, () => '');

/** Answers "accepted" if handling takes too long; it continues anyway. */
async function inTime(hearing: Promise<Outcome>): Promise<Outcome> {
  const late = setTimeout(patienceMs, heardOf({ accepted: true }), { ref: false });
  const outcome = await Promise.race([hearing, late]);
  hearing.catch((error: unknown) => {
    console.error(`A delivery to a hook came to nothing: ${reasonOf(error)}`);
  });
  return outcome;
}

/** Stands in for a hook that does not exist: it is refused like a wrong secret, and after the same time. */
const nobodys: HookSettings = {
  ...{ kind: 'github', secretEnv: [], as: '', components: [], environments: {}, app: null, payload: null },
  ...{ labels: [], names: {}, signatureHeader: '', timestampHeader: null },
};

function secretsOf({ secretEnv }: HookSettings): readonly string[] {
  const known = secretEnv.flatMap((variable) => secretIn(variable) ?? []);
  return known.length === 0 ? [randomUUID()] : known;
}

/** A secret that cannot be read is skipped: others may be good, and an unproven sender must not learn of it. */
function secretIn(variable: string): string | null {
  try {
    return readSecret(variable, process.env);
  } catch (error) {
    console.error(`A secret of a hook cannot be used: ${reasonOf(error)}`);
    return null;
  }
}

/** Undefined if it is not JSON. */
function jsonIn({ headers, body }: HookDelivery): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return JSON.parse(isForm(headers) ? (new URLSearchParams(text).get('payload') ?? '') : text);
  } catch {
    return undefined;
  }
}

const isForm = (headers: Headers): boolean =>
  (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() === formType;
