import type { ReasonWords, Texts } from './texts.ts';

/** A form that sends a command to a lock, or marks an incident. Plain text. */
export type Form = Pick<ReasonWords, 'title' | 'explanation' | 'question' | 'submit'>;

/** The texts of the page for users who may give commands. Plain text, except for the explanations of `reasonForm`. */
export interface HandsTexts {
  readonly button: Texts['button'];
  readonly reasonForm: Texts['reasonForm'];
  readonly freeze: (component: string) => Form;
  readonly howLong: string;
  readonly unlock: (component: string) => Form;
  readonly unfreeze: string;
  /** Lifts somebody else's freezes. */
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
  /** `@` with a name that matches nobody, or several people. */
  readonly nobodyCalled: (name: string) => string;
}
