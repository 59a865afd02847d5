import { describe, expect, it } from 'vitest';
import { link, mention, mentions, plain, shorten } from '../../texts/mrkdwn.ts';

describe('what people wrote is shown', () => {
  it.each([
    ['1 < 2 & <b> &lt;', '1 &lt; 2 &amp; &lt;b&gt; &amp;lt;'],
    [
      '<!channel> <!subteam^S1> <#C1> <https://evil.example|PAY-1>',
      '&lt;!channel&gt; &lt;!subteam^S1&gt; &lt;#C1&gt; &lt;https://evil.example|PAY-1&gt;',
    ],
    ['@here @channel @everyone @S0614TZR7', '@here @channel @everyone @S0614TZR7'],
  ])('escaped: %j', (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it.each([
    ['ask @U024BE7LH, or @WABCDEFGH.', 'ask <@U024BE7LH>, or <@WABCDEFGH>.'],
    ['@U1', '<@U1>'],
    ["_@U_ANN_ *@U_BEN*'s @U_DORA's", "_<@U_ANN>_ *<@U_BEN>*'s <@U_DORA>'s"],
    ['in old rows: <@U_ANN>,<@UANN>', 'in old rows: <@U_ANN>,<@UANN>'],
  ])('with a mention: %j', (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it.each(['@UX and @WIP', 'ann@U1', '@U1x @U_x @U1_x @u1', '@U', '@1', '@ U1', '@U1…', '@U_ANN…', '@U1_A…'])(
    'without a mention: %j',
    (text) => {
      expect(plain(text)).toBe(text);
    },
  );

  it('of a service, which nobody is notified by', () => {
    expect(mention('service:ci-main')).toBe('`ci-main`');
    expect(mentions(['U_DAN', 'S_OPS', 'service:ci'])).toBe('<@U_DAN> <!subteam^S_OPS> `ci`');
  });

  it('shortened, without a mention of somebody else', () => {
    const text = 'ask @U_ANN_BEN_7 now';
    for (let limit = 1; limit < text.length; limit += 1) {
      expect(plain(shorten(text, limit))).not.toMatch(/<@(?!U_ANN_BEN_7>)/);
    }
  });
});

describe('a link', () => {
  it.each([
    '!channel',
    '@U_ANN',
    '#C1',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://t.example.com/\nx',
    ' https://t.example.com',
  ])('to %j is its label alone', (url) => {
    expect(link(url, 'PAY-1')).toBe('PAY-1');
  });

  it('leads to the web', () => {
    expect(link('https://t.example.com/a|b?x=1&y', 'PAY-1 <!here>')).toBe(
      '<https://t.example.com/a%7Cb?x=1&amp;y|PAY-1 &lt;!here&gt;>',
    );
  });
});
