import { oneLine } from '../one-line.ts';
import type { Landed, TicketPart } from './ticket.ts';

/** The result of a rule. Never `missing` because something could not be read. */
export type Finding =
  | { readonly outcome: 'passed'; readonly shown: readonly Shown[] }
  | { readonly outcome: 'missing'; readonly why: Why }
  | { readonly outcome: 'cannotTell'; readonly why: Why };

/** Evidence of a sign. */
export interface Shown {
  readonly fact: Fact;
  readonly url: string | null;
}

/** Texts in it are short: see `clipped`. */
export type Fact =
  | { readonly fact: 'recorded' }
  | { readonly fact: 'field'; readonly name: string; readonly value: string }
  | { readonly fact: 'label'; readonly label: string }
  | { readonly fact: 'status'; readonly status: string }
  | { readonly fact: 'link'; readonly type: string; readonly key: string; readonly status: string | null }
  | { readonly fact: 'checkbox'; readonly text: string }
  | {
      readonly fact: 'change';
      readonly name: string;
      /** The head commit: the sign does not hold for other code. */
      readonly commit: string | null;
      /** The merge commit and its time (epoch ms). Absent: not merged, or unknown. */
      readonly landed?: Landed;
      readonly approvedBy: readonly string[];
    }
  | { readonly fact: 'page'; readonly title: string; readonly section: string | null }
  | { readonly fact: 'expression' }
  | { readonly fact: 'not'; readonly why: Why };

/** Why a sign is missing, or why that cannot be told. */
export type Why =
  | { readonly why: 'recorded' }
  /** `value` null: not set. */
  | {
      readonly why: 'field';
      readonly name: string;
      readonly value: string | null;
      readonly wanted: readonly string[];
    }
  | { readonly why: 'label'; readonly label: string }
  | { readonly why: 'status'; readonly status: string | null; readonly wanted: readonly string[] }
  /** `key` null: no such link. */
  | {
      readonly why: 'link';
      readonly type: string;
      readonly key: string | null;
      readonly status: string | null;
    }
  | { readonly why: 'checkbox'; readonly text: string; readonly there: boolean }
  | { readonly why: 'tooFewChanges'; readonly found: number; readonly needed: number }
  | { readonly why: 'change'; readonly name: string; readonly lacks: ChangeLack }
  | { readonly why: 'page'; readonly name: string | null; readonly lacks: PageLack }
  | { readonly why: 'expression' }
  | { readonly why: 'not'; readonly fact: Fact }
  | { readonly why: 'several'; readonly whys: readonly Why[] }
  | { readonly why: 'unread'; readonly part: TicketPart; readonly reason: string }
  /** `reason` is one line in English, from a tracker or about a mistake in a file. */
  | { readonly why: 'failed'; readonly reason: string };

export type ChangeLack =
  | { readonly lack: 'approvals'; readonly has: number; readonly needs: number }
  /** The approvals are for older code. */
  | { readonly lack: 'freshApprovals'; readonly staleBy: readonly string[] }
  | { readonly lack: 'pipeline'; readonly state: 'failed' | 'running' | 'none' | 'unknown' }
  | { readonly lack: 'merge' }
  | { readonly lack: 'draft' }
  /** The tracker does not say who approved it, or when. */
  | { readonly lack: 'reviewsUnknown' };

export type PageLack =
  | { readonly lack: 'address' }
  | { readonly lack: 'page' }
  | { readonly lack: 'section'; readonly section: string }
  | { readonly lack: 'words'; readonly has: number; readonly needs: number };

/** In characters. Kept short, because texts from trackers travel with the release. */
const longest = 120;

export const clipped = (text: string): string => {
  const line = oneLine(text);
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
};

export const passed = (fact: Fact, url: string | null = null): Finding => ({
  outcome: 'passed',
  shown: [{ fact, url }],
});
export const missing = (why: Why): Finding => ({ outcome: 'missing', why });
export const cannotTell = (why: Why): Finding => ({ outcome: 'cannotTell', why });
