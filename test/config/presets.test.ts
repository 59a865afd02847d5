/** Trackers with a preset for their API. The mapping in the configuration takes precedence over it. */
import { expect, it } from 'vitest';
import { ConfigError } from '../../config/load-settings.ts';
import { httpPresets } from '../../domain/http-presets.ts';
import { mappingMistake } from '../../domain/signs/expression.ts';
import { loadText } from './load-text.ts';

const load = (tracker: string) =>
  loadText(`slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
components: { db: {} }
tickets: { tracker: http, ${tracker} }
`);
const youtrack = 'preset: youtrack, url: "https://yt.example.com", tokenEnv: T';
const { mapping } = httpPresets.youtrack;

it('have no mistakes', () => {
  for (const preset of Object.values(httpPresets)) {
    for (const expression of Object.values(preset.mapping))
      expect(mappingMistake(String(expression))).toBeNull();
  }
});

it.each([
  ['', {}],
  ['ticket: {}', {}],
  ['ticket: { status: body.state }', { status: 'body.state' }],
  ['ticket: { title: body.name, author: }', { title: 'body.name' }],
  [
    'ticket: { fields: { QA: body.qa }, pages: body.links }',
    { fields: { QA: 'body.qa' }, pages: 'body.links' },
  ],
])('stand for what is not said: %s', async (ticket, given) => {
  const { tickets } = await load(`${youtrack}, ${ticket}`);
  const [tracker] = tickets;
  expect(tracker?.tracker === 'http' && tracker.mapping).toEqual({ ...mapping, ...given });
});

it('are needed where no title is said', async () => {
  const own = 'url: "https://t/{key}", linkTemplate: "https://t/{key}", ticket: { status: body.state }';
  const error: unknown = await load(own).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigError)) throw new Error('it was accepted');
  expect(error.mistakes).toEqual([{ line: 4, path: 'tickets.ticket.title', message: 'is missing' }]);
});
