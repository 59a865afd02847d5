/** What an attempt does if it cannot know how far the previous one came. Slack answers as scripted. */
import { describe, expect, it, vi } from 'vitest';
import type { Message } from '../../../blocks/message.ts';
import type { Post } from '../../../activities/slack/posts.ts';
import { began, posterOf, say, voice } from '../../support/poster.ts';
import { slackThat } from '../../support/scripted-slack.ts';

const message = { text: 'a text', blocks: [] };
const card = { release: 'key', channel: 'C1', ts: '1.1' };
const standing = (id: string, ts: string) => ({ ts, blocks: [{ type: 'section', block_id: id }] });
const tried = { since: began };
const { signal } = new AbortController();

it('finds a reply in a thread that is longer than a page', async () => {
  const { calls, client } = await slackThat({
    'conversations.replies': (params) =>
      params.get('cursor') === 'more'
        ? { messages: [standing('key:9', '1.9')], response_metadata: { next_cursor: '' } }
        : { messages: [standing('key:1', '1.2')], response_metadata: { next_cursor: 'more' } },
  });
  const said = voice(client);
  const post = (id: string): Post => ({ id, address: { to: 'thread', card, broadcast: true }, message });
  await say(said, [post('key:9')], { again: true });
  expect(calls).toEqual(['conversations.replies', 'conversations.replies']);
  await say(said, [post('key:10')]);
  expect(calls.slice(2)).toEqual(['chat.postMessage']);
});

it('shows a starting release in the channel, too', async () => {
  const sent: URLSearchParams[] = [];
  const { client } = await slackThat({
    'chat.postMessage': (params) => {
      sent.push(params);
      return {};
    },
  });
  for (const broadcast of [true, false]) {
    await say(voice(client), [{ id: 'key:3', address: { to: 'thread', card, broadcast }, message }]);
  }
  expect(sent.map((params) => [params.get('thread_ts'), params.get('reply_broadcast')])).toEqual([
    ['1.1', 'true'],
    ['1.1', null],
  ]);
});

it('finds the card that an earlier attempt posted, and posts no other', async () => {
  const { calls, client } = await slackThat({
    'conversations.history': () => ({ messages: [standing('card:key', '5.5')] }),
  });
  const found = await posterOf(voice(client)).showCard('key', message, null, tried, signal);
  expect(found).toEqual({ release: 'key', channel: 'C1', ts: '5.5' });
  expect(calls).toEqual(['conversations.history', 'chat.update']);
});

it('finds the card that an earlier attempt posted anew', async () => {
  const { calls, client } = await slackThat({
    'conversations.history': () => ({ messages: [standing('card:key', '5.5')] }),
    'chat.update': (params) => (params.get('ts') === '5.5' ? {} : { ok: false, error: 'message_not_found' }),
  });
  const found = await posterOf(voice(client)).showCard('key', message, card, tried, signal);
  expect(found).toEqual({ release: 'key', channel: 'C1', ts: '5.5' });
  expect(calls).not.toContain('chat.postMessage');
});

it('shows a card nowhere else that is not where it was', async () => {
  const { calls, client } = await slackThat({
    'chat.update': () => ({ ok: false, error: 'message_not_found' }),
  });
  await posterOf(voice(client)).updateCard(card, message, signal);
  expect(calls).toEqual(['chat.update']);
});

it.each(['is_archived', 'is_inactive', 'not_in_channel'])(
  'shows a card anew whose channel is gone with %s',
  async (error) => {
    const { client } = await slackThat({
      'chat.update': () => ({ ok: false, error }),
      'chat.postMessage': () => ({ ts: '6.6' }),
    });
    const elsewhere = posterOf(voice(client), { releaseChannel: 'C2' });
    const found = await elsewhere.showCard('key', message, card, null, signal);
    expect(found).toEqual({ release: 'key', channel: 'C2', ts: '6.6' });
  },
);

it('tells everyone the story of a card whose channel is gone', async () => {
  const channels: (string | null)[] = [];
  const { client } = await slackThat({
    'chat.postMessage': (params) => {
      channels.push(params.get('channel'));
      return params.get('channel') === 'C1' ? { ok: false, error: 'is_archived' } : {};
    },
  });
  const story: Post = { id: 'key:3', address: { to: 'thread', card, broadcast: false }, message };
  await say(voice(client), [story], { releaseChannel: 'C2' });
  expect(channels).toEqual(['C1', 'C2']);
});

it('says nothing more after a post that Slack may take later', async () => {
  const { calls, client } = await slackThat({
    'chat.postMessage': () => ({ ok: false, error: 'internal_error' }),
  });
  const posts = ['key:3', 'key:4'].map((id): Post => ({ id, address: { to: 'everyone' }, message }));
  await expect(say(voice(client), posts)).rejects.toThrow('internal_error');
  expect(calls).toEqual(['chat.postMessage']);
});

it('reports a card that Slack does not take, and lets all else be told', async () => {
  const { client } = await slackThat({
    'chat.postMessage': () => ({ ok: false, error: 'invalid_blocks' }),
  });
  const reasons: string[] = [];
  const onLost = (_: string, reason: string) => reasons.push(reason);
  const place = await posterOf(voice(client), { onLost }).showCard('key', message, null, null, signal);
  expect([place, reasons]).toEqual([null, ['invalid_blocks']]);
});

it.each(['msg_too_long', 'user_is_restricted', 'an_error_of_tomorrow'])(
  'reports a post that Slack refuses for ever with %s, and goes on',
  async (error) => {
    const { client } = await slackThat({ 'chat.postMessage': () => ({ ok: false, error }) });
    const reasons: string[] = [];
    const post: Post = { id: 'key:3', address: { to: 'everyone' }, message };
    await say(voice(client), [post], { onLost: (_, reason) => reasons.push(reason) });
    expect(reasons).toEqual([error]);
  },
);

it.each(['not_in_channel', 'invalid_auth', 'internal_error', '<html>no answer of Slack</html>'])(
  'keeps a post that Slack may take later than %s',
  async (error) => {
    const { client } = await slackThat({ 'chat.postMessage': () => ({ ok: false, error }) });
    const post: Post = { id: 'key:3', address: { to: 'everyone' }, message };
    await expect(say(voice(client), [post])).rejects.toThrow(error);
  },
);

it('says nothing to a service, neither directly nor where it alone would see it', async () => {
  const { calls, client } = await slackThat({
    'chat.postMessage': () => ({ ok: false, error: 'is_archived' }),
  });
  const user = 'service:ci';
  const lost: string[] = [];
  await say(
    voice(client),
    [
      { id: 'a', address: { to: 'person', user }, message },
      { id: 'b', address: { to: 'reply', user, replyTo: 'C2:ephemeral' }, message },
      { id: 'c', address: { to: 'reply', user, replyTo: 'C2' }, message },
    ],
    { onLost: (post) => lost.push(post) },
  );
  expect(calls).toEqual(['chat.postMessage']);
  expect(lost).toEqual(['c']);
});

describe('a direct message that is settled', () => {
  const ask: Post = { id: 'key:3:U_VERA', address: { to: 'person', user: 'U_VERA' }, message };
  const settled: Post = { ...ask, id: 'key:5:U_VERA', settles: { id: ask.id, since: began } };

  it('is replaced where it stands', async () => {
    const updated: (string | null)[] = [];
    const { calls, client } = await slackThat({
      'chat.postMessage': () => ({ channel: 'D_VERA', ts: '3.3' }),
      'chat.update': (params) => {
        updated.push(params.get('channel'), params.get('ts'));
        return {};
      },
    });
    const said = voice(client);
    await say(said, [ask]);
    await say(said, [settled]);
    expect(calls).toEqual(['chat.postMessage', 'chat.update']);
    expect(updated).toEqual(['D_VERA', '3.3']);
  });

  it('is looked for by a process that did not post it, not before it was posted', async () => {
    const asked: (string | null)[] = [];
    const { calls, client } = await slackThat({
      'conversations.open': () => ({ channel: { id: 'D_VERA' } }),
      'conversations.history': (params) => {
        asked.push(params.get('channel'), params.get('oldest'));
        return { messages: [standing(ask.id, '3.3')] };
      },
    });
    await say(voice(client), [settled]);
    expect(calls).toEqual(['conversations.open', 'conversations.history', 'chat.update']);
    // From the start of the minute in which it was posted, less one minute because clocks may differ.
    expect(asked).toEqual(['D_VERA', '900']);
  });

  it('is left alone when it is gone', async () => {
    const { calls, client } = await slackThat({
      'conversations.open': () => ({ channel: { id: 'D_VERA' } }),
      'conversations.history': () => ({ messages: [] }),
    });
    await say(voice(client), [settled]);
    expect(calls).toEqual(['conversations.open', 'conversations.history']);
  });
});

it('asks for no conversation twice, and for none before it has to', async () => {
  const channels: (string | null)[] = [];
  let gone = '';
  const { calls, client } = await slackThat({
    'chat.postMessage': (params) => {
      channels.push(params.get('channel'));
      return params.get('channel') === gone
        ? { ok: false, error: 'channel_not_found' }
        : { channel: gone === '' ? 'D_VERA' : 'D_ANEW', ts: '3.3' };
    },
  });
  const said = voice(client);
  const tell = (id: string) => say(said, [{ id, address: { to: 'person', user: 'U_VERA' }, message }]);
  await tell('a');
  await tell('b');
  gone = 'D_VERA';
  await tell('c');
  await tell('d');
  expect(channels).toEqual(['U_VERA', 'D_VERA', 'D_VERA', 'U_VERA', 'D_ANEW']);
  expect(calls).not.toContain('conversations.open');
});

it('answers once, though a later attempt begins while an earlier one is at it', async () => {
  const { calls, client } = await slackThat({ 'conversations.replies': () => ({ messages: [] }) });
  const said = voice(client);
  const address = { to: 'reply', user: 'U_VERA', replyTo: 'C1:1.1' } as const;
  const answer: Post = { id: 'question:1', address, message };
  await Promise.all([say(said, [answer]), say(said, [answer], { again: true })]);
  expect(calls.filter((method) => method === 'chat.postMessage')).toHaveLength(1);
});

it('notes the ticket in a message, and finds that by its ID all the same', async () => {
  const sent: string[] = [];
  const { calls, client } = await slackThat({
    'chat.postMessage': (params) => {
      sent.push(params.get('blocks') ?? '');
      return {};
    },
    'conversations.open': () => ({ channel: { id: 'D1' } }),
    'conversations.history': () => ({ messages: [standing('key:3:U_VERA|about:PAY-1', '1.9')] }),
  });
  const blocks = standing('key:3:U_VERA', '').blocks as unknown as Message['blocks'];
  const address = { to: 'person', user: 'U_VERA' } as const;
  const post: Post = { id: 'key:3:U_VERA', about: 'PAY-1', address, message: { text: 'a text', blocks } };
  await say(voice(client), [post]);
  expect(sent).toEqual([expect.stringContaining('"key:3:U_VERA|about:PAY-1"')]);
  await say(voice(client), [post], { again: true });
  expect(calls.filter((method) => method === 'chat.postMessage')).toHaveLength(1);
  await say(voice(client), [{ ...post, about: 'a'.repeat(255) }]);
  expect(sent[1]).toContain('"key:3:U_VERA"');
});

describe('what Slack finds too long', () => {
  const long = {
    text: 'x'.repeat(9000),
    blocks: [
      { type: 'section' as const, block_id: 'id', text: { type: 'mrkdwn' as const, text: 'x'.repeat(9000) } },
    ],
  };
  /** A Slack that accepts at most `most` characters of blocks. */
  const taking = async (most: number) => {
    const taken: number[] = [];
    const take = (params: URLSearchParams) => {
      const { length } = params.get('blocks') ?? '';
      if (length > most) return { ok: false, error: 'msg_blocks_too_long' };
      taken.push(length);
      return { ts: '6.6' };
    };
    const { client } = await slackThat({ 'chat.postMessage': take, 'chat.update': take });
    return { taken, client };
  };

  it('is said shorter', async () => {
    const { taken, client } = await taking(4000);
    await say(voice(client), [{ id: 'key:3', address: { to: 'everyone' }, message: long }]);
    expect(taken).toEqual([expect.any(Number)]);
  });

  it('is a shorter card in its new stage, where the old one stands', async () => {
    const { taken, client } = await taking(2000);
    const place = await posterOf(voice(client)).showCard('key', long, card, null, signal);
    expect(place).toEqual(card);
    expect(taken).toEqual([expect.any(Number)]);
  });
});

it('updates with no more text than Slack takes in an update', async () => {
  const texts: number[] = [];
  const { client } = await slackThat({
    'chat.update': (params) => {
      texts.push(params.get('text')?.length ?? 0);
      return {};
    },
  });
  await posterOf(voice(client)).showCard('key', { text: 'x'.repeat(9000), blocks: [] }, card, null, signal);
  expect(texts).toEqual([4000]);
});

describe('a person who cannot be written to directly', () => {
  const ask: Post = { id: 'key:3:U_VERA', address: { to: 'person', user: 'U_VERA' }, message };

  it.each(['missing_scope', 'messages_tab_disabled'])(
    'is told in the release channel after %s',
    async (error) => {
      const told: (string | null)[] = [];
      const { client } = await slackThat({
        'chat.postMessage': () => ({ ok: false, error }),
        'chat.postEphemeral': (params) => {
          told.push(params.get('channel'), params.get('user'), params.get('text'));
          return {};
        },
      });
      await say(voice(client), [ask]);
      expect(told).toEqual(['C1', 'U_VERA', 'a text']);
    },
  );

  it('is reported when that is not possible either', async () => {
    const { client } = await slackThat({
      'chat.postMessage': () => ({ ok: false, error: 'missing_scope' }),
      'chat.postEphemeral': () => ({ ok: false, error: 'user_not_in_channel' }),
    });
    const reasons: string[] = [];
    await say(voice(client), [ask], { onLost: (_, reason) => reasons.push(reason) });
    expect(reasons).toEqual([expect.stringMatching(/U_VERA: missing_scope.*user_not_in_channel/)]);
  });
});

it('looks into a history once, only for what is new, and only where something may stand', async () => {
  const asked: (string | null)[] = [];
  const { calls, client } = await slackThat({
    'conversations.history': (params) => {
      asked.push(params.get('oldest'));
      return { messages: [standing('key:3', '2.2')] };
    },
  });
  const posts = ['key:3', 'key:4', 'key:5'].map((id): Post => ({ id, address: { to: 'everyone' }, message }));
  await say(voice(client), posts);
  expect(calls).not.toContain('conversations.history');
  await say(voice(client), posts, { again: true });
  const minute = 60_000;
  expect(asked).toEqual([String((began - (began % minute) - minute) / 1000)]);
  expect(calls.filter((method) => method === 'chat.postMessage')).toHaveLength(5);
});

it('does not take a post for begun before it has looked for it', async () => {
  const leaving = new AbortController();
  const { client } = await slackThat({
    'conversations.replies': () => {
      leaving.abort(new Error('no time'));
      return { messages: [] };
    },
  });
  const post: Post = { id: 'key:9', address: { to: 'thread', card, broadcast: true }, message };
  await expect(posterOf(voice(client)).begin(post, tried, leaving.signal)).rejects.toThrow('no time');
});

it('begins no look once its attempt is over: nobody would hear that it failed, and that ends the process', async () => {
  const { client } = await slackThat({});
  const said = voice(client);
  const looks = vi.spyOn(said, 'postsFound');
  const post: Post = { id: 'key:9', address: { to: 'thread', card, broadcast: true }, message };
  const over = AbortSignal.abort(new Error('no time'));
  await expect(posterOf(said).begin(post, tried, over)).rejects.toThrow('no time');
  await expect(posterOf(said).showCard('key', message, null, tried, over)).rejects.toThrow('no time');
  expect(looks).not.toHaveBeenCalled();
});
