import type { ReasonWords, Texts } from './texts.ts';

/** What a form asks that sends a command to a lock, or marks an incident; plain text. */
export type Form = Pick<ReasonWords, 'title' | 'explanation' | 'question' | 'submit'>;

/** What the page says to whoever may give commands on it; plain text but for the explanations of `reasonForm`. */
export interface HandsTexts {
  readonly button: Texts['button'];
  readonly reasonForm: Texts['reasonForm'];
  readonly freeze: (component: string) => Form;
  readonly howLong: string;
  readonly unlock: (component: string) => Form;
  readonly unfreeze: string;
  /** Lifts the freezes of somebody else. */
  readonly lift: (who: string) => Omit<Form, 'question'>;
  readonly incident: Form;
  readonly leave: string;

  readonly actAs: string;
  readonly command: string;
  readonly commandHint: string;
  readonly commandKeys: string;
  readonly suggestions: string;
  readonly send: string;
  readonly answer: string;
  readonly dismiss: string;
  readonly meant: (words: string) => string;
  readonly noAnswer: string;
  /** `@` and a name that is nobody's, or that of several. */
  readonly nobodyCalled: (name: string) => string;
}
