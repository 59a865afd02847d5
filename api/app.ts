import { OpenAPIHono } from '@hono/zod-openapi';
import { accepts } from 'hono/accepts';
import { HTTPException } from 'hono/http-exception';
import { problem } from '../answers/outcome.ts';
import { languages } from '../domain/settings.ts';
import { apiWordsIn } from '../texts/api-words-in.ts';
import { textsIn } from '../texts/index.ts';
import { authenticate } from './authenticate.ts';
import { bodiesUpTo } from './bodies-up-to.ts';
import { byIdentityWith } from './by-identity.ts';
import { commandLimit } from './command-limit.ts';
import { serveCommands } from './commands.ts';
import type { ApiEnv } from './env.ts';
import { serveHooks } from './hooks/serve-hooks.ts';
import { exchangeWith } from './identity/exchange.ts';
import { serveLocks } from './locks.ts';
import { serveLog } from './log.ts';
import { invalid, wrongParts } from './invalid.ts';
import { problemJson } from './problem-json.ts';
import { serveReleases } from './releases.ts';
import type { ApiServices } from './services.ts';
import { serveSignals } from './signals.ts';
import { serveToken, tokenPath } from './token.ts';

export const apiPath = '/api/v1';

const mostBytes = 100_000;

/** The HTTP API below `/api/v1`: decodes a request, carries it out as the actor of its token, and encodes the answer. */
export function createApi(services: ApiServices): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: (result, context) => {
      if (result.success) return undefined;
      const whole = result.target === 'json' ? 'body' : result.target;
      return problemJson(context, invalid(...wrongParts(result.error.issues, whole)));
    },
  }).basePath(apiPath);
  const limit = commandLimit(services.onBusy);
  app.use(async (context, next) => {
    context.set('limit', limit);
    const { language } = await services.settingsNow();
    const wanted = accepts(context, {
      header: 'Accept-Language',
      supports: [...languages],
      default: language,
      match: (accepted) => languageOf(accepted.flatMap(({ type, q }) => (q > 0 ? [type] : []))) ?? language,
    });
    const chosen = languages.find((one) => one === wanted) ?? language;
    context.set('words', { texts: textsIn(chosen), api: apiWordsIn(chosen) });
    context.header('Content-Language', chosen);
    context.header('Vary', 'Accept-Language');
    context.header('Cache-Control', 'no-store');
    context.header('X-Content-Type-Options', 'nosniff');
    await next();
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'dobrobot', version: '1', description: 'Releases, locks and what happened.' },
    security: [{ token: [] }],
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  serveHooks(app, services);
  const byIdentity = byIdentityWith(exchangeWith(services));
  app.use(authenticate(services, byIdentity, [`${apiPath}${tokenPath}`]));
  app.use(bodiesUpTo(mostBytes));
  app.use(async (context, next) => {
    const type = context.req.header('Content-Type');
    const length = context.req.header('Content-Length') ?? '0';
    const isEmpty = length === '0' && context.req.header('Transfer-Encoding') === undefined;
    if (isEmpty && type !== undefined) context.req.raw = withoutType(context.req.raw);
    if (isEmpty || (type !== undefined && /^application\/json *(;|$)/i.test(type))) return next();
    return problemJson(
      context,
      problem(415, 'notJson', ({ notJson }) => notJson),
    );
  });
  serveToken(app, byIdentity);
  serveReleases(app, services);
  serveSignals(app, services);
  serveLocks(app, services);
  serveLog(app, services);
  serveCommands(app, services);
  refuseOtherMethods(app);
  app.notFound((context) =>
    problemJson(
      context,
      problem(404, 'nothingThere', (api) => api.nothingThere(context.req.path)),
    ),
  );
  app.onError((error, context) => {
    if (error instanceof HTTPException && error.status === 400) {
      return problemJson(
        context,
        problem(422, 'unreadable', ({ unreadable }) => unreadable),
      );
    }
    console.error(`${context.req.method} ${context.req.path}:`, error);
    return problemJson(
      context,
      problem(500, 'failed', ({ failed }) => failed),
    );
  });
  return app;
}

/** Removes the type of an empty body, which many clients set anyway. */
function withoutType(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.delete('Content-Type');
  return new Request(request, { headers });
}

/** The first accepted language that has texts. */
const languageOf = (accepted: readonly string[]): string | undefined =>
  accepted
    .map((tag) => tag.split('-')[0]?.toLowerCase())
    .find((tag) => languages.some((language) => language === tag));

/** Answers 405 to other methods of existing paths, with the allowed ones. */
function refuseOtherMethods(app: OpenAPIHono<ApiEnv>): void {
  const methods = new Map<string, string[]>();
  for (const { path, method } of app.routes) {
    if (method === 'ALL' || path.endsWith('*')) continue;
    const known = methods.get(path) ?? [];
    if (!known.includes(method)) methods.set(path, [...known, method]);
  }
  for (const [path, known] of methods) {
    const allowed = known.join(', ');
    app.all(path.slice(apiPath.length), (context) => {
      context.header('Allow', allowed);
      return problemJson(
        context,
        problem(405, 'wrongMethod', (api) => api.wrongMethod(allowed), { allowed: known }),
      );
    });
  }
}
