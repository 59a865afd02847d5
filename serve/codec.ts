import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { z } from 'zod';
import { reasonOf } from '../domain/reason-of.ts';

export const codecPath = '/codec';

/** Temporal sends and stores at most 4 MB, which base64 makes a third larger. */
const mostBytes = 8_000_000;

interface CodecServices {
  readonly codec: PayloadCodec;
  /** The origin of Temporal's Web UI, the only one whose scripts may read an answer; null if it is not configured. */
  readonly uiOrigin: string | null;
  readonly mayRead: (context: Context) => Promise<boolean>;
}

/** The JSON form of protobuf, with bytes in base64. */
const body = z.object({
  payloads: z.array(
    z.object({ metadata: z.record(z.string(), z.base64()).optional(), data: z.base64().optional() }),
  ),
});
type Body = z.infer<typeof body>;

/** Temporal's codec server protocol: its Web UI and CLI decrypt payloads by `/codec/decode`, and encrypt by `/codec/encode`. */
export function createCodec({ codec, uiOrigin, mayRead }: CodecServices) {
  const app = new Hono().basePath(codecPath);
  if (uiOrigin !== null) {
    const allowHeaders = ['Authorization', 'Content-Type', 'X-Namespace'];
    app.use(cors({ origin: uiOrigin, allowMethods: ['POST'], allowHeaders, credentials: true, maxAge: 600 }));
  }
  app.use(async (context, next) => {
    context.header('Cache-Control', 'no-store');
    if (await mayRead(context)) return next();
    return context.text(
      'Sign in on the page of dobrobot first, or come with a token that has the scope read.',
      401,
    );
  });
  app.use(bodyLimit({ maxSize: mostBytes }));
  for (const way of ['decode', 'encode'] as const) {
    app.post(`/${way}`, async (context) => {
      const given = body.safeParse(await context.req.json().catch(() => null));
      if (!given.success)
        return context.text('It has to be {"payloads": [{"metadata": …, "data": …}]}.', 422);
      try {
        return context.json(written(await codec[way](given.data.payloads.map(asPayload))));
      } catch (error) {
        return context.text(reasonOf(error), 422);
      }
    });
  }
  app.notFound((context) => context.text('POST /codec/decode or /codec/encode', 404));
  return app;
}

const bytes = (base64: string) => Buffer.from(base64, 'base64');
const base64 = (some: Uint8Array) => Buffer.from(some).toString('base64');

const asPayload = ({ metadata = {}, data }: Body['payloads'][number]): Payload => ({
  metadata: Object.fromEntries(Object.entries(metadata).map(([name, text]) => [name, bytes(text)])),
  data: bytes(data ?? ''),
});

const written = (payloads: readonly Payload[]): Body => ({
  payloads: payloads.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, some]) => [name, base64(some)])),
    data: base64(data ?? new Uint8Array()),
  })),
});
