import { createRoute, z } from '@hono/zod-openapi';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { readWords } from '../answers/read-words.ts';
import { plainText } from '../texts/plain-text.ts';
import { answersOfPost, idempotency, jsonBody, security } from './describe.ts';
import { perform, sendOutcome } from './endpoint.ts';
import type { ApiEnv } from './env.ts';
import { commandAnswerSchema } from './schemas.ts';
import { deskOf } from './services.ts';
import type { ApiServices } from './services.ts';

const say = createRoute({
  method: 'post',
  path: '/commands',
  summary: 'Any command in the words of people, as to the bot. Scope: that of the command',
  security,
  // Nearly any text is valid, and only the grammar can tell what it means: docs/api.md describes it.
  hide: true,
  request: { headers: idempotency, body: jsonBody(z.strictObject({ text: z.string().max(4000) })) },
  responses: answersOfPost(commandAnswerSchema, 'What its own endpoint answers, and the words for people'),
});

export function serveCommands(app: OpenAPIHono<ApiEnv>, services: ApiServices): void {
  app.openapi(say, async (context) => {
    const desk = await deskOf(services);
    const command = readWords(context.req.valid('json').text, desk.settings);
    if ('ok' in command) return sendOutcome(context, command);
    const key = context.req.valid('header')['idempotency-key'];
    const outcome = await perform(context, command, desk, key);
    if (!outcome.ok) return sendOutcome(context, outcome);
    const text = plainText(outcome.words(context.get('words')));
    return sendOutcome(context, { ...outcome, body: { command: command.type, answer: outcome.body, text } });
  });
}
