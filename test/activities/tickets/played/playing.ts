import { afterEach, beforeEach } from 'vitest';
import { httpFor } from '../../../../http/http.ts';
import type { Http } from '../../../../http/http.ts';
import { playedServer } from './server.ts';
import type { PlayedServer } from './server.ts';

export interface Playing {
  readonly server: PlayedServer;
  readonly http: Http;
}

/** Gives each test of the file a played server and an HTTP client for it; both are closed after the test. */
export function playing(timeoutMs?: number): Playing {
  let server: PlayedServer;
  let http: Http;
  beforeEach(async () => {
    server = await playedServer();
    http = httpFor(['127.0.0.1'], timeoutMs);
  });
  afterEach(async () => {
    server.close();
    await http.close();
  });
  return {
    server: {
      get url() {
        return server.url;
      },
      get asked() {
        return server.asked;
      },
      get answers() {
        return server.answers;
      },
      set answers(answers) {
        server.answers = answers;
      },
      close: () => {
        server.close();
      },
    },
    http: { ask: (...asked) => http.ask(...asked), close: () => http.close() },
  };
}
