/** Who is notified of an event, where, and with which buttons. */
import { nobody } from '../../../domain/messages/origin.ts';
import { describe, expect, it } from 'vitest';
import { postsFor } from '../../../activities/slack/posts.ts';
import type { EventFacts, EventType, ReleaseEvent } from '../../../domain/release/events.ts';
import { textsIn } from '../../../texts/index.ts';
import type { CardLocation, Notice, ReleaseCard } from '../../../domain/messages/notice.ts';
import { aCard } from '../../support/a-card.ts';
import { say, voice } from '../../support/poster.ts';
import { slackThat } from '../../support/scripted-slack.ts';

const card = aCard;
const vera = [{ component: 'billing', people: ['U_VERA'] }];
const around = {
  approvers: ['U_VERA'],
  asked: vera,
  approversOf: vera,
  admins: ['U_ADAM'],
  adminsOf: { components: ['billing'], people: ['U_ADAM'] },
  components: ['billing', 'ledger'],
  linkOf: (ticket: string) => `https://t.example.com/${ticket}`,
  locks: [],
  usual: {},
  timezone: 'UTC',
  now: Date.parse(card.since),
};
/** Among these people, only Vera has her Slack in Russian. */
const texts = {
  everyone: textsIn('en'),
  of: (user: string) => Promise.resolve(textsIn(user === 'U_VERA' ? 'ru' : 'en')),
};
const byIds = () => Promise.resolve((markup: string) => markup.replace(/<@(\w+)>/g, '@$1'));
const place: CardLocation = { release: 'key', channel: 'C1', ts: '1.1' };

describe('a freeze that is lifted', () => {
  const told = async (actor: string, setBy: string) => {
    const event = { type: 'unfrozen', actor, setBy, all: false, stays: [] } as const;
    const notice: Notice = { kind: 'lockEvent', id: 'id', tried: false, component: 'billing', event };
    const posts = await postsFor(notice, null, texts, around, (list) => Promise.resolve(list), byIds);
    return posts.map(({ address, message }) => [
      address.to === 'person' ? address.user : address.to,
      message.text,
    ]);
  };

  it('is announced, and told to whoever had set it', async () => {
    expect(await told('U_OLEG', 'U_VERA')).toEqual([
      ['everyone', '<@U_OLEG> lifted the freeze of `billing` that <@U_VERA> had set.'],
      ['U_VERA', expect.stringMatching(/^<@U_OLEG> снимает вашу заморозку `billing`/)],
    ]);
    expect(await told('U_VERA', 'U_VERA')).toEqual([
      ['everyone', '<@U_VERA> lifted their freeze of `billing`.'],
    ]);
  });
});

interface Told {
  readonly stage?: ReleaseCard['stage'];
  readonly announcedBy?: number | null;
  readonly actor?: string | null;
  readonly place?: CardLocation | null;
  readonly approvers?: readonly string[];
  readonly cannotVote?: readonly string[];
}

/** The addresses of the posts about an event; direct messages with their buttons. */
async function told<T extends EventType>(type: T, facts: EventFacts[T], over: Told = {}): Promise<string[]> {
  const { actor = 'U_DAN', place: where = place, stage = card.stage, announcedBy = card.announcedBy } = over;
  const { approvers = around.approvers, cannotVote = card.cannotVote } = over;
  const event = { n: 3, at: 0, type, actor, via: null, facts } as ReleaseEvent;
  const notice = {
    kind: 'event',
    id: 'key:3',
    tried: false,
    card: { ...card, stage, announcedBy, cannotVote },
    event,
  } as const;
  const company = { ...around, approvers };
  const posts = await postsFor(notice, where, texts, company, (list) => Promise.resolve(list), byIds);
  return posts.map(({ address, message }) => {
    const row = message.blocks.find((block) => block.type === 'actions');
    const buttons = (row?.elements ?? []).map((button) => ('action_id' in button ? button.action_id : ''));
    if (address.to === 'thread') return address.broadcast ? 'thread and channel' : 'thread';
    return [address.to === 'person' ? address.user : address.to, ...buttons].join(' ');
  });
}

const lost = { component: 'billing', reason: null };

describe('of a release that has a card', () => {
  it('the channel hears what everyone must see', async () => {
    expect(await told('started', { components: [] })).toEqual(['thread and channel']);
    expect(await told('finished', {})).toEqual(['thread and channel']);
    expect(await told('rolledBack', { reason: null })).toEqual(['thread and channel']);
    const passed = { missingSigns: [], leftOut: [], toJudge: [] } as const;
    const overridden = { reason: 'urgent', what: 'checks', ...passed } as const;
    expect(await told('overridden', overridden)).toEqual(['thread and channel', 'U_DAN']);
  });

  it('the thread hears the rest', async () => {
    expect(await told('accepted', {})).toEqual(['thread']);
    expect(await told('cancelled', { reason: null, announced: true })).toEqual(['thread']);
    expect(await told('checksPassed', { ignoredComponents: [] })).toEqual([
      'thread',
      'U_VERA command:accept command:reject',
    ]);
  });

  it('its request is what the card says', async () => {
    expect(await told('checksPassed', { ignoredComponents: [] }, { announcedBy: 3 })).toEqual([
      'U_VERA command:accept command:reject',
    ]);
  });

  it('a good that counts no more is asked for again at once, of all who may give it', async () => {
    const voided = { voters: ['U_OLEG'], cause: 'changed', differences: [] } as const;
    const buttons = 'command:accept command:reject';
    expect(await told('votesVoided', voided)).toEqual(['thread', 'U_DAN', 'U_OLEG', `U_VERA ${buttons}`]);
    // Former requesters are notified of what concerns them, but never asked for an approval.
    const over = { approvers: ['U_VERA', 'U_DAN', 'U_DORA'], cannotVote: ['U_DAN', 'U_DORA'] };
    expect(await told('votesVoided', { ...voided, voters: [] }, over)).toEqual([
      'thread',
      'U_DAN',
      `U_VERA ${buttons}`,
    ]);
    expect(await told('votesVoided', voided, { stage: 'needs_work' })).toEqual(['thread', 'U_DAN', 'U_OLEG']);
    const handed = { from: 'U_DORA', to: 'U_DAN', goodVoided: true };
    expect(await told('handedOver', handed)).toEqual(['thread', 'U_DAN', 'U_DORA', `U_VERA ${buttons}`]);
  });

  it('whoever takes a release over gets the buttons at once', async () => {
    const handed = { from: 'U_DORA', to: 'U_DAN', goodVoided: false };
    expect(await told('handedOver', handed, { stage: 'ready' })).toEqual([
      'thread',
      'U_DAN command:depStart',
      'U_DORA',
    ]);
    expect(await told('handedOver', handed, { stage: 'awaiting_admin' })).toEqual([
      'thread',
      'U_DAN',
      'U_DORA',
    ]);
  });

  it('a lock lost on production is told by the lock, or else by the release', async () => {
    const deploying = { ...lost, deploying: true };
    const stage = 'deploying' as const;
    const dan = 'U_DAN command:depFinish command:depRollback';
    expect(await told('lockLost', deploying, { stage })).toEqual(['thread', dan]);
    expect(await told('lockLost', deploying, { stage, actor: null })).toEqual(['thread and channel', dan]);
    expect(await told('lockLost', { ...lost, deploying: false })).toEqual([
      'thread',
      'U_DAN',
      'U_VERA command:accept command:reject',
    ]);
  });

  it('who is to act gets the buttons for it', async () => {
    const since = { count: 1, waitingSince: 0 };
    const turn = { components: [] };
    expect(await told('nudged', { reminder: 'approvers', ...since })).toEqual([
      'U_VERA command:accept command:reject',
    ]);
    expect(await told('nudged', { reminder: 'admins', ...since }, { stage: 'awaiting_admin' })).toEqual([
      'U_ADAM command:adminHere',
    ]);
    expect(await told('nudged', { reminder: 'requester', ...since }, { stage: 'ready' })).toEqual([
      'U_DAN command:depStart',
    ]);
    expect(await told('nudged', { reminder: 'deploying', ...since }, { stage: 'deploying' })).toEqual([
      'U_DAN command:depFinish command:depRollback',
    ]);
    expect(await told('turnCame', { ...turn, adminNeeded: true }, { stage: 'awaiting_admin' })).toEqual([
      'thread',
      'U_ADAM command:adminHere',
    ]);
    expect(await told('turnCame', { ...turn, adminNeeded: false }, { stage: 'ready' })).toEqual([
      'thread',
      'U_DAN command:depStart',
    ]);
    const problems = { missingSigns: [], unknownComponents: [], leftOut: [], noComponent: true };
    expect(await told('checksFailed', problems, { stage: 'needs_work' })).toEqual(['U_DAN command:recheck']);
  });
});

describe('what is told', () => {
  const words = async (notice: Notice) =>
    (await postsFor(notice, place, texts, around, (list) => Promise.resolve(list), byIds)).map(
      ({ message }) => message,
    );
  const answerTo = (actor: string, replyTo: string | null): Notice => ({
    kind: 'answer',
    id: 'key:a',
    tried: false,
    card,
    actor,
    replyTo,
    answer: { done: false, code: 'notAdmin', facts: {} },
  });
  const answered = (actor: string, replyTo: string | null) => words(answerTo(actor, replyTo));

  it('one person is in their language, with the buttons', async () => {
    const facts = { ignoredComponents: [] };
    const event = { n: 3, at: 0, type: 'checksPassed', ...nobody, actor: 'U_DAN', facts } as const;
    const [story, direct] = await words({ kind: 'event', id: 'key:3', tried: false, card, event });
    expect(story?.text).toMatch(/asks for the good/);
    expect(direct?.text).toMatch(/просит ваше добро.*принять PAY-1/s);
    expect(JSON.stringify(direct?.blocks)).toMatch(/"Добро".*"Отклонить"/);
  });

  it.each([null, 'D1', 'D1:1.2', 'U_VERA', 'W1', 'C1:ephemeral'])(
    'one person with the answer to %s, too',
    async (replyTo) => {
      expect((await answered('U_VERA', replyTo))[0]?.text).toMatch(/только админ/);
      expect((await answered('U_DAN', replyTo))[0]?.text).toMatch(/takes an admin/);
    },
  );

  it('one person is in their language, should the answer have to go to them directly', async () => {
    const said: (string | null)[] = [];
    const { client } = await slackThat({
      'chat.postMessage': (params) => {
        said.push(params.get('text'));
        return params.get('channel') === 'C1' ? { ok: false, error: 'is_archived' } : {};
      },
    });
    const notice = answerTo('U_VERA', 'C1');
    const posts = await postsFor(notice, place, texts, around, (list) => Promise.resolve(list), byIds);
    await say(voice(client), posts);
    expect(said).toEqual([expect.stringMatching(/takes an admin/), expect.stringMatching(/только админ/)]);
  });

  it.each(['C1', 'C1:1.2'])(
    'everyone with the answer to %s is in the language of everyone',
    async (replyTo) => {
      expect((await answered('U_VERA', replyTo))[0]?.text).toMatch(/takes an admin/);
    },
  );
});

it('of a release that was never announced, nobody hears but its people', async () => {
  const unannounced = { announcedBy: null, place: null };
  expect(await told('rejected', { reason: 'no' }, unannounced)).toEqual(['U_DAN']);
  expect(await told('cancelled', { reason: null, announced: false }, unannounced)).toEqual([]);
  const handedOver = { from: 'U_BEN', to: 'U_DAN', goodVoided: false };
  expect(await told('handedOver', handedOver, unannounced)).toEqual(['U_DAN', 'U_BEN']);
});

it('where a card could not be shown, the channel hears all of it', async () => {
  expect(await told('accepted', {}, { place: null })).toEqual(['everyone']);
});
