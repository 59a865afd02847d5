import { DateTime, Duration } from 'luxon';
import { z } from 'zod';
import { parseDuration } from '../domain/command/parse-duration.ts';
import { ruleMistake } from '../domain/lock/freeze-rule.ts';
import { longestText } from '../domain/messages/bounds.ts';
import { isService } from '../domain/service.ts';
import { isLoopback } from './web.ts';

/** The message for a value that is not `what`. */
export const mustBe =
  (what: string) =>
  ({ input }: { readonly input?: unknown }): string => {
    if (input === undefined) return 'is missing';
    if (input === null) return `is empty; it must be ${what}`;
    return `must be ${what}, not ${named(input)}`;
  };

/** Hides what precedes the host of an address: it may be a password. */
function named(input: unknown): string {
  if (typeof input === 'string') return JSON.stringify(input.replace(/(?<=:\/\/)[^/\s]*@/g, '…@'));
  if (typeof input === 'number') return `the number ${input}`;
  if (typeof input === 'boolean') return String(input);
  return Array.isArray(input) ? 'a list' : 'a mapping';
}

/** A text that `read` parses; null from it rejects the text. */
export const textAs = <T>(what: string, read: (text: string) => T | null) =>
  z.string({ error: mustBe(what) }).transform((text, context) => {
    const result = read(text);
    if (result !== null) return result;
    context.addIssue(mustBe(what)({ input: text }));
    return z.NEVER;
  });

const textThat = (what: string, isRight: (text: string) => boolean) =>
  textAs(what, (text) => (isRight(text) ? text : null));

export const flag = z.boolean({ error: mustBe('true or false') });

/** Parses to milliseconds. */
export const duration = textAs('a duration such as 15m, 2h or 3d, above zero', parseDuration);

export const person = textThat(
  'the ID of a Slack user, such as U024BE7LH, or of a user group, such as S0614TZR7',
  (text) => /^[UWS][A-Z0-9_]+$/.test(text),
);

export const user = textThat('the ID of a Slack user, such as U024BE7LH', (text) =>
  /^[UW][A-Z0-9_]+$/.test(text),
);

export const team = textThat(
  'the ID of a Slack workspace, such as T024BE7LD, or of an organization, such as E0123ABCD',
  (text) => /^[TE][A-Z0-9_]+$/.test(text),
);

/** A sender that is not a person. */
export const service = textThat('service: and a name, such as service:ci', isService);

export const count = z
  .number({ error: mustBe('a whole number, 1 or more') })
  .refine((number) => Number.isSafeInteger(number) && number >= 1, {
    error: mustBe('a whole number, 1 or more'),
  });

/** Shifts change at a time of day, so they last whole days. Parses to their number. */
export const wholeDays = textAs('a number of days such as 1d or 7d', (text) => {
  const days = Duration.fromMillis(parseDuration(text) ?? 0).as('days');
  return days > 0 && Number.isInteger(days) ? days : null;
});

export const wholeNumber = z
  .number({ error: mustBe('a whole number, 0 or more') })
  .refine((number) => Number.isSafeInteger(number) && number >= 0, {
    error: mustBe('a whole number, 0 or more'),
  });

/** A name as a tracker has it: of a field, a label, a heading. */
export const words = textThat(
  'a text of at most 200 characters (a number in quotes)',
  (text) => text.trim() !== '' && text.length <= 200,
);

/** A query for a watch source. */
export const query = textThat('a query', (text) => text.trim() !== '' && text.length <= longestText);

const aChannel = 'the name of a channel, without #, or its ID';
export const channel = textThat(aChannel, (text) => /^[^#\s]+$/.test(text));
export const emptyChannel = mustBe(aChannel)({ input: null });

export const filePath = textThat('the path of a file', (text) => text !== '');

export const linkTemplate = textThat(
  'an http(s) address with {key} in it, such as https://tracker.example.com/browse/{key}',
  (text) =>
    /^https?:\/\/[^\s<>|]+$/.test(text) &&
    text.includes('{key}') &&
    URL.canParse(text.replaceAll('{key}', 'A-1')),
);

const isKeyLink = (text: string): boolean =>
  /^https?:\/\/[^\s<>|]+$/.test(text) &&
  (text.includes('{key}') || (text.includes('{repo}') && text.includes('{number}'))) &&
  URL.canParse(text.replaceAll(/\{\w+\}/g, 'A-1'));

/** The same, or with the parts of a key such as `owner/repo#12`. */
export const keyLink = textThat(
  'an http(s) address with {key}, or with {repo} and {number}, in it',
  isKeyLink,
);

/** A number, or the client ID of a GitHub App. Parses to a text. */
export const appId = z.union(
  [z.number().int().positive().transform(String), z.string().regex(/^[A-Za-z0-9_.-]+$/)],
  { error: mustBe('the ID of a GitHub App, such as 12345') },
);

/** Parses to lower case. */
export const host = textAs('the name or the IP address of a host, without a port', (text) =>
  /^[\w.:[\]-]+$/.test(text) && !/^[^:]+:\d+$/.test(text) ? text.toLowerCase().replace(/^\[|\]$/g, '') : null,
);

/** The beginning of an address, with the complete host: the credential is sent to every address that begins so. */
export const pageAddress = textThat(
  'the beginning of http(s) addresses with a / behind the host, such as https://wiki.example.com/',
  (text) => /^https?:\/\/[^\s/@?#]+\/\S*$/.test(text) && URL.canParse(text),
);

/** An address that may contain a placeholder after the host. */
export const addressFor = (placeholder: string) =>
  textThat(
    `an http(s) address without a user or a password, with no placeholder but {${placeholder}}`,
    (text) => {
      const filled = text.replaceAll(`{${placeholder}}`, 'A-1');
      return (
        /^https?:\/\/[^\s/?#@{}]+(?:[/?#][^\s<>|]*)?$/.test(text) &&
        !/\{\w+\}/.test(filled) &&
        URL.canParse(filled)
      );
    },
  );

/** The prefix of the keys of releases without a ticket. */
export const releasePrefix = textThat('capital letters, digits and _, a letter first, such as REL', (text) =>
  /^[A-Z][A-Z0-9_]{0,49}$/.test(text),
);

/** Must not contain credentials, since addresses are shown in logs. Trailing slashes are removed. */
export const httpAddress = textAs('an http(s) address without a user or a password', (text) => {
  const url = /^https?:\/\/\S+$/.test(text) && URL.canParse(text) ? new URL(text) : null;
  return url === null || url.username !== '' || url.password !== '' ? null : text.replace(/(?<!\/)\/+$/, '');
});

/** The issuer of identity tokens; `http` is allowed for this machine only. Compared literally. */
export const issuer = textThat(
  'an https address without a user, such as https://gitlab.example.com',
  (text) => {
    if (!/^https?:\/\/[^\s@?#]+$/.test(text) || !URL.canParse(text)) return false;
    const { protocol, hostname } = new URL(text);
    return protocol === 'https:' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
  },
);

/** A wrong value is not quoted: it may be the secret itself. */
export const variable = z
  .string({ error: mustBe('the name of an environment variable, such as AUDIT_SECRET') })
  .refine((text) => /^[A-Z_][A-Z0-9_]*$/.test(text), {
    error:
      'must be the name of an environment variable, such as AUDIT_SECRET; the secret itself stands there',
  });

export const componentName = z.string({ error: mustBe('the name of a component (a number in quotes)') });

export const localTime = textThat(
  'a local date and time such as 2026-01-02T16:00',
  (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid,
);

export const rule = z
  .string({ error: mustBe('an iCalendar rule such as FREQ=WEEKLY;BYDAY=FR') })
  .superRefine((text, context) => {
    const mistake = ruleMistake(text);
    if (mistake !== null) context.addIssue(mistake);
  });

export const reason = textThat(
  'the words that people read why, at most 3000 characters',
  (text) => text.trim() !== '' && text.length <= longestText,
);

export const timezone = textThat('a time zone such as UTC or Europe/Berlin', (text) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
});

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** Parses to an ISO weekday. */
export const day = textAs(`one of ${days.join(', ')}`, (text) => days.indexOf(text) + 1 || null);

/** Parses to ISO weekdays, without duplicates, in order. */
export const weekdays = z
  .array(day, { error: mustBe('a list of days') })
  .min(1, { error: 'must name at least one day' })
  .transform((numbers) => [...new Set(numbers)].sort());

/** Both parse to minutes from midnight. */
export const startOfDay = textAs('a time from "00:00" to "23:59"', (text) => minuteOf(text, 1439));
export const endOfDay = textAs('a time from "00:00" to "24:00"', (text) => minuteOf(text, 1440));

function minuteOf(text: string, last: number): number | null {
  const match = /^(\d\d):([0-5]\d)$/.exec(text);
  const minute = Number(match?.[1]) * 60 + Number(match?.[2]);
  return minute <= last ? minute : null;
}
