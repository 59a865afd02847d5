import { expect } from 'vitest';

/** Slack's limits, written down again instead of imported from the code that keeps them: https://docs.slack.dev/reference/block-kit */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Thing = { readonly [name: string]: Json };

const isThing = (value: Json | undefined): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: Json | undefined): readonly Thing[] =>
  Array.isArray(value) ? (value as readonly Thing[]) : [];
const textOf = (value: Json | undefined): string => {
  if (typeof value === 'string') return value;
  return isThing(value) && typeof value['text'] === 'string' ? value['text'] : '';
};

function atMost(limit: number, value: Json | undefined, what: string): void {
  expect(textOf(value).length, `${what}: ${textOf(value).slice(0, 80)}`).toBeLessThanOrEqual(limit);
}

function present(value: Json | undefined, what: string): void {
  expect(textOf(value).trim(), what).not.toBe('');
}

/** What `&`, `<` and `>` may be part of: an escaped character, a date, a link, a mention. */
const markup =
  /<!date\^\d+\^\{date_short_pretty\} \{time\}(?:\^https?:[^<>|^]*)?\|[^<>|]+>|&(?:amp|lt|gt);|<@[UW][A-Z0-9_]+>|<!subteam\^S[A-Z0-9_]+>|<https?:[^<>|]*\|[^<>]*>/g;

/** Nothing that a person wrote is markup for Slack. */
export function expectEscaped(text: string): void {
  expect(text.replace(markup, '')).not.toMatch(/[&<>]/);
}

function checkMrkdwn(value: Json | undefined): void {
  if (isThing(value) && value['type'] === 'mrkdwn') expectEscaped(textOf(value));
}

function checkConfirm(confirm: Json | undefined): void {
  if (!isThing(confirm)) return;
  for (const [part, limit] of [
    ['title', 100],
    ['text', 300],
    ['confirm', 30],
    ['deny', 30],
  ] as const) {
    present(confirm[part], `confirm ${part}`);
    atMost(limit, confirm[part], `confirm ${part}`);
  }
  checkMrkdwn(confirm['text']);
}

/** Checks the options of a select or of checkboxes; the initial choice has to be one of them, unchanged. */
function checkOptions(element: Thing): void {
  const groups = listOf(element['option_groups']);
  expect(groups.length, 'option groups').toBeLessThanOrEqual(100);
  for (const group of groups) {
    present(group['label'], 'option group');
    atMost(75, group['label'], 'option group');
  }
  const lists = [listOf(element['options']), ...groups.map((group) => listOf(group['options']))];
  for (const list of lists) expect(list.length, 'options').toBeLessThanOrEqual(100);
  for (const list of lists.slice(1)) expect(list.length, 'options of a group').toBeGreaterThan(0);
  const all = lists.flat();
  if (element['type'] === 'multi_static_select') expect(all.length, 'options').toBeGreaterThan(0);
  for (const option of all) {
    present(option['text'], 'option');
    atMost(75, option['text'], 'option');
    atMost(150, option['value'], 'option value');
  }
  expect(new Set(all.map(({ value }) => value)).size, 'option values').toBe(all.length);
  const initial = isThing(element['initial_option']) ? [element['initial_option']] : [];
  for (const chosen of [...initial, ...listOf(element['initial_options'])]) {
    expect(all).toContainEqual(chosen);
  }
}

function checkElement(element: Thing): void {
  atMost(255, element['action_id'], 'action_id');
  present(element['action_id'], 'action_id');
  checkConfirm(element['confirm']);
  if (element['type'] === 'button') {
    present(element['text'], 'button');
    atMost(75, element['text'], 'button');
    atMost(2000, element['value'], 'button value');
  }
  checkOptions(element);
  atMost(150, element['placeholder'], 'placeholder');
}

function checkBlock(block: Thing): void {
  atMost(255, block['block_id'], 'block_id');
  checkMrkdwn(block['text']);
  const fields = listOf(block['fields']);
  const elements = listOf(block['elements']);
  switch (block['type']) {
    case 'section':
      expect(block['text'] !== undefined || fields.length > 0, 'a section says something').toBe(true);
      if (block['text'] !== undefined) present(block['text'], 'section');
      atMost(3000, block['text'], 'section');
      expect(fields.length, 'fields').toBeLessThanOrEqual(10);
      for (const field of fields) {
        present(field, 'field');
        atMost(2000, field, 'field');
        checkMrkdwn(field);
      }
      if (isThing(block['accessory'])) checkElement(block['accessory']);
      break;
    case 'actions':
      expect(elements.length).toBeGreaterThan(0);
      expect(elements.length, 'elements').toBeLessThanOrEqual(25);
      elements.forEach(checkElement);
      expect(new Set(elements.map((element) => element['action_id'])).size, 'action_ids').toBe(
        elements.length,
      );
      break;
    case 'context':
      expect(elements.length, 'elements').toBeLessThanOrEqual(10);
      elements.forEach(checkMrkdwn);
      break;
    case 'header':
      present(block['text'], 'header');
      atMost(150, block['text'], 'header');
      break;
    case 'input':
      present(block['label'], 'label');
      atMost(2000, block['label'], 'label');
      atMost(2000, block['hint'], 'hint');
      if (isThing(block['element'])) {
        checkElement(block['element']);
        expect(Number(block['element']['max_length'] ?? 0), 'max_length').toBeLessThanOrEqual(3000);
      }
      break;
    case 'divider':
      break;
    default:
      throw new Error(`Nobody checks blocks of the type ${JSON.stringify(block['type'])}`);
  }
}

function checkBlocks(blocks: readonly Thing[], limit: number): void {
  expect(blocks.length, 'blocks').toBeGreaterThan(0);
  expect(blocks.length, 'blocks').toBeLessThanOrEqual(limit);
  blocks.forEach(checkBlock);
  const ids = blocks.flatMap(({ block_id: id }) => (id === undefined ? [] : [id]));
  expect(new Set(ids).size, 'block_ids').toBe(ids.length);
}

/** As it is sent. */
const wire = (value: object): Thing => JSON.parse(JSON.stringify(value)) as Thing;

export function expectPostable(message: { readonly text: string; readonly blocks: readonly object[] }): void {
  const { text, blocks } = wire(message);
  present(text, 'text');
  atMost(40_000, text, 'text');
  expectEscaped(textOf(text));
  checkBlocks(listOf(blocks), 50);
  const sections = listOf(blocks).flatMap((block) => [block['text'], ...listOf(block['fields'])]);
  const characters = sections.reduce<number>((sum, words) => sum + textOf(words).length, 0);
  expect(characters, 'all blocks together').toBeLessThanOrEqual(12_000);
}

export function expectOpenable(view: object): void {
  const { title, submit, close, private_metadata: data, callback_id: id, blocks } = wire(view);
  for (const part of [title, submit, close]) {
    present(part, 'a form without words');
    atMost(24, part, 'title or button of a form');
  }
  atMost(3000, data, 'private_metadata');
  atMost(255, id, 'callback_id');
  checkBlocks(listOf(blocks), 100);
}

export function expectHome(view: object): void {
  const { type, blocks } = wire(view);
  expect(type).toBe('home');
  checkBlocks(listOf(blocks), 100);
}
