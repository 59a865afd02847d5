import { Hono } from 'hono';
import type { Context } from 'hono';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { secureHeaders } from 'hono/secure-headers';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Releases } from '../client/releases.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import { adminsOf, approversOf, operatorsOf } from '../domain/people.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import { suspectsOf } from '../log/suspects.ts';
import { pageProblemsIn } from '../texts/page-problems-in.ts';
import type { PageProblems } from '../texts/page-problems.ts';
import { Away, soonFrom } from './away.ts';
import { changeStream } from './change-stream.ts';
import type { Changes } from './changes.ts';
import { feedHeaders, feedPath, freezeFeed } from './freeze-feed.ts';
import { isOurs } from './hosts.ts';
import type { Hosts } from './hosts.ts';
import { withWebLinks } from './links.ts';
import type { PageBundle } from './page-bundle.ts';
import type { PageEnv } from './page-env.ts';
import { BadParameter, componentIn, filterIn, instantIn, peopleIn, spanIn } from './parameters.ts';
import type { KnownLocks } from '../client/known-locks.ts';
import { queueAnswer } from './queue.ts';
import type { SlackNames } from '../texts/slack-names.ts';
import { storyAnswer } from './story.ts';
import { timelineAnswer } from './timeline.ts';
import type { About, PeopleAnswer, Problem, SuspectsAnswer } from './wire.ts';

/** What the page depends on. */
export interface PageServices {
  readonly settingsNow: SettingsSource;
  /** Null without a database. */
  readonly releaseLog: ReleaseLog | null;
  readonly releases: Pick<Releases, 'open' | 'locks' | 'allWatched'>;
  readonly locks: Pick<KnownLocks, 'in'>;
  readonly changes: Changes;
  readonly bundle: PageBundle;
  readonly hosts: Hosts;
  /** The address of a ticket's workflow in Temporal's Web UI; null if that is not configured. */
  readonly temporalLink: (ticket: string) => string | null;
  /** Null without a Slack token. */
  readonly names: Pick<SlackNames, 'of'> | null;
  /** Routes and middleware that admit only those who may see the page, and identify them. Absent: everyone may see it. */
  readonly signIn?: Hono<PageEnv> | undefined;
  /** Whether a token may read everything on the page. For calendar programs, which cannot sign in. Absent: there are no tokens. */
  readonly mayRead?: ((token: string) => Promise<boolean>) | undefined;
  /** The users as whom visitors may act without sign-in. Absent: none. */
  readonly actors?: readonly string[] | undefined;
  /** Aborts when the page closes. */
  readonly end: AbortSignal;
}

type PageContext = Context<PageEnv>;

/** What browsers get: the page, and its data below `/api`, as defined in `wire.ts`. */
export function createPage(services: PageServices): Hono<PageEnv> {
  const app = new Hono<PageEnv>();
  const problem = async (
    context: PageContext,
    status: ContentfulStatusCode,
    say: (words: PageProblems) => string,
  ) => {
    const { language } = await services.settingsNow();
    return context.json<Problem>({ problem: say(pageProblemsIn(language)) }, status);
  };
  app.use(headers, compress());
  app.use(async (context, next) => {
    const host = context.req.header('host');
    if (isOurs(host, services.hosts)) return next();
    return problem(context, 421, ({ otherHost }) => otherHost(host ?? ''));
  });
  const feed = async (context: PageContext) => {
    if (services.releaseLog === null) throw new NotThere(503, ({ noLog }) => noLog);
    const asked = freezeFeed(services.releaseLog, await services.settingsNow(), services.names);
    return context.body(await soonFrom('log', asked), 200, feedHeaders);
  };
  app.get(feedPath, etag(), async (context, next) => {
    const token = context.req.query('token');
    const mayRead = token !== undefined && (await services.mayRead?.(token)) === true;
    return mayRead ? feed(context) : next();
  });
  if (services.signIn !== undefined) app.route('/', services.signIn);
  app.use(async (context, next) => {
    if (['GET', 'HEAD'].includes(context.req.method)) return next();
    context.header('Allow', 'GET, HEAD');
    return problem(context, 405, ({ readOnly }) => readOnly);
  });
  app.get(feedPath, etag(), feed);
  servePage(app, services.bundle);
  app.use('/api/*', async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
  });
  serveAnswers(app, services);
  app.notFound((context) => problem(context, 404, ({ notFound }) => notFound(context.req.path)));
  app.onError((error, context) => {
    if (error instanceof BadParameter) {
      return problem(context, 400, ({ parameter }) => parameter(error.parameter, error.expected));
    }
    if (error instanceof NotThere) return problem(context, error.status, error.say);
    if (error instanceof Away) {
      console.error(`${context.req.path}: ${error.message}:`, String(error.cause));
      return problem(context, 503, ({ logAway, temporalAway }) =>
        error.who === 'log' ? logAway : temporalAway,
      );
    }
    console.error(`${context.req.path}:`, error);
    return problem(context, 500, ({ failed }) => failed);
  });
  return app;
}

/** A resource does not exist, and will not appear soon. */
class NotThere extends Error {
  readonly status: 404 | 503;
  readonly say: (words: PageProblems) => string;

  constructor(status: 404 | 503, say: (words: PageProblems) => string) {
    super('It is not there');
    this.status = status;
    this.say = say;
  }
}

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
  // Left to whatever terminates TLS.
  strictTransportSecurity: false,
});

function servePage(app: Hono<PageEnv>, { html, files }: PageBundle): void {
  const file = (path: string, type: string, text: string) =>
    app.get(path, etag(), (context) =>
      context.body(text, 200, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-cache' }),
    );
  file('/', 'text/html', html);
  for (const [name, text] of Object.entries(files)) {
    file(`/${name}`, name.endsWith('.css') ? 'text/css' : 'text/javascript', text);
  }
}

const isKey = (key: string): boolean => /^[\w-]{1,100}$/.test(key);

/** In days. */
const longestTimeline = 400;
const longestStatistics = 3660;
const mostSuspects = 50;

function serveAnswers(app: Hono<PageEnv>, services: PageServices): void {
  const { settingsNow, releases, locks, changes, temporalLink, end } = services;
  const releaseLog = () => {
    if (services.releaseLog !== null) return services.releaseLog;
    throw new NotThere(503, ({ noLog }) => noLog);
  };
  const valuesOf = (context: PageContext) => (name: string) => context.req.queries(name) ?? [];

  app.get('/api/about', async (context) => {
    const settings = await locks.in(await settingsNow());
    const { language, release, components } = settings;
    const user = context.get('user') ?? null;
    const actors = user === null ? (services.actors ?? []) : [user.id];
    return context.json<About>({
      language,
      timezone: release.calendar.timezone,
      components: Object.entries(components).map(([name, { critical, dependsOn }]) => ({
        name,
        critical,
        dependsOn,
        approvers: actors.length === 0 ? [] : approversOf(settings, name),
        admins: actors.length === 0 ? [] : adminsOf(settings, name),
        operators: actors.length === 0 ? [] : operatorsOf(name, settings),
      })),
      logged: services.releaseLog !== null,
      ...{ user, actors },
    });
  });
  app.get('/api/queue', async (context) =>
    context.json(await soonFrom('temporal', queueAnswer(releases, await locks.in(await settingsNow())))),
  );
  app.get('/api/timeline', async (context) => {
    const values = valuesOf(context);
    const span = spanIn(values, ['from', 'to'], longestTimeline);
    const asked = timelineAnswer(releaseLog(), await settingsNow(), span, filterIn(values));
    return context.json(await soonFrom('log', asked));
  });
  app.get('/api/releases/:key', async (context) => {
    const key = context.req.param('key');
    const log = releaseLog();
    const story = isKey(key)
      ? await soonFrom('log', storyAnswer(log, await settingsNow(), key, temporalLink))
      : null;
    if (story === null) throw new NotThere(404, ({ noRelease }) => noRelease(key));
    return context.json(story);
  });
  app.get('/api/suspects', async (context) => {
    const values = valuesOf(context);
    const trouble = { at: instantIn(values, 'at'), component: componentIn(values) };
    const { components } = await settingsNow();
    const found = await soonFrom('log', suspectsOf(releaseLog(), trouble, components));
    const suspects = found
      .slice(0, mostSuspects)
      .map(({ release, reasons }) => ({ release: withWebLinks(release), reasons }));
    return context.json<SuspectsAnswer>({ at: trouble.at, suspects, more: found.length - suspects.length });
  });
  app.get('/api/statistics', async (context) => {
    const values = valuesOf(context);
    const [since, until] = spanIn(values, ['since', 'until'], longestStatistics);
    const component = componentIn(values);
    const { timezone } = (await settingsNow()).release.calendar;
    return context.json(
      await soonFrom('log', releaseLog().statistics({ component, since, until, timezone })),
    );
  });
  app.get('/api/people', async (context) => {
    const users = peopleIn(valuesOf(context));
    return context.json<PeopleAnswer>({ people: (await services.names?.of(users)) ?? {} });
  });
  app.get('/api/changes', (context) => changeStream(context, changes, end));
}
