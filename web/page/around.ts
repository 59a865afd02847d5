import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { languages } from '../../domain/settings.ts';
import type { Language } from '../../domain/settings.ts';
import type { PageTexts } from '../../texts/page.ts';
import { page as en } from '../../texts/en/page.ts';
import { page as ru } from '../../texts/ru/page.ts';
import type { About } from '../wire.ts';
import { dayAndTime } from './clock.ts';
import type { Go } from './use-view-state.ts';
import { searchOf } from './view-state.ts';
import type { ViewState } from './view-state.ts';

/** The context that any part of the page may need. */
export interface Around {
  readonly texts: PageTexts;
  readonly about: About;
  readonly state: ViewState;
  readonly go: Go;
  /** Formats an instant relative to now; both epoch ms. */
  readonly clock: (at: number, now: number) => string;
  /** Epoch ms. */
  readonly now: number;
  /** The user as whom commands are given; null: nobody may give any. */
  readonly actor: string | null;
  readonly actAs: (actor: string) => void;
  /** The number of changes since the page was opened. */
  readonly version: number;
}

const byLanguage: Readonly<Record<Language, PageTexts>> = { en, ru };

export const textsIn = (language: Language): PageTexts => byLanguage[language];

/** The browser's first language that has texts; null if none has. */
export function languageOf(wanted: readonly string[]): Language | null {
  const tags = wanted.map((tag) => tag.toLowerCase().split('-')[0]);
  return tags.map((tag) => languages.find((language) => language === tag)).find(Boolean) ?? null;
}

export const AroundContext = createContext<Around | null>(null);

export function useAround(): Around {
  const around = useContext(AroundContext);
  if (around === null) throw new Error('A part of the page is shown outside of the page');
  return around;
}

/** Returns a function that formats an instant, epoch ms. */
export function useTime(): (at: number) => string {
  const { clock, now } = useAround();
  return (at) => clock(at, now);
}

/** Returns a function that formats an instant, epoch ms, always with its day. */
export function useDay(): (at: number) => string {
  const { texts, about, now } = useAround();
  return (at) => dayAndTime(at, now, about.timezone, texts.locale);
}

/** The address of the state with some changes. */
export const addressOf = (state: ViewState, change: Partial<ViewState>): string =>
  searchOf({ ...state, ...change }) || '?';
