/** A form shows the preview of the latest input, in whatever order the lookups finish. Slack rejects updates with an outdated hash. */
import { EventEmitter, once } from 'node:events';
import { expect, it } from 'vitest';
import { FormPreviews } from '../../bot/form-previews.ts';
import { slackThat } from '../support/scripted-slack.ts';
import { slackForms } from '../support/slack-forms.ts';

const viewOf = (words: string) => ({
  type: 'modal' as const,
  callback_id: words,
  title: { type: 'plain_text' as const, text: words },
  blocks: [],
});

/**
 * An open form that two bots update. `shown` is the callback ID of the view that it shows. `instead` may answer an update in place of
 * Slack.
 */
async function openForm(instead: () => object | null = () => null) {
  const forms = slackForms();
  forms.answer('views.open', new URLSearchParams({ view: JSON.stringify(viewOf('empty')) }));
  const { client } = await slackThat({
    'views.update': (params) => instead() ?? forms.answer('views.update', params) ?? {},
  });
  const { id = '', hash = '' } = forms.shown() ?? {};
  const hearing = (bot: FormPreviews) => (typedAt: number, words: string, look: Promise<unknown> | null) =>
    bot.show({ id, hash, typedAt }, client, async () => {
      await look;
      return { view: viewOf(words), same: false };
    });
  return {
    type: hearing(new FormPreviews()),
    typeForSecond: hearing(new FormPreviews()),
    shown: () => forms.shown()?.callback_id,
  };
}

it('passes over what was typed before, though it is known later', async () => {
  const { type, shown } = await openForm();
  const looks = new EventEmitter();
  const first = type(1, 'first', once(looks, 'end'));
  await type(2, 'second', null);
  looks.emit('end');
  await first;
  expect(shown()).toBe('second');
});

it('shows what is typed while what was typed before is being shown', async () => {
  const typed: Promise<void>[] = [];
  const { type, shown } = await openForm(() => {
    if (typed.length === 0) typed.push(type(2, 'second', null), type(3, 'third', null));
    return null;
  });
  await type(1, 'first', null);
  await Promise.all(typed);
  expect(shown()).toBe('third');
});

it('shows the last though two bots hear all of it', async () => {
  const { type, typeForSecond, shown } = await openForm();
  for (const [index, words] of ['first', 'second', 'third'].entries()) {
    await Promise.all([type(index, words, null), typeForSecond(index, words, null)]);
    expect(shown()).toBe(words);
  }
});

it('leaves what another bot shows, as it may have been typed later', async () => {
  const { type, typeForSecond, shown } = await openForm();
  await typeForSecond(2, 'second', null);
  await type(1, 'first', null);
  expect(shown()).toBe('second');
});

it('goes on after an update that Slack did not take', async () => {
  const refused = { ok: false, error: 'internal_error' };
  const answers: object[] = [refused];
  const { type, shown } = await openForm(() => answers.shift() ?? null);
  await expect(type(1, 'first', null)).rejects.toThrow('internal_error');
  await type(2, 'second', null);
  expect(shown()).toBe('second');
});
