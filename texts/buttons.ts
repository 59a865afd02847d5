import { releaseCommands } from '../domain/command/commands.ts';
import type { ReasonedStep, Step } from '../domain/release/steps.ts';
import type { ReasonWords, Texts } from './texts.ts';

/** The words of buttons that differ by language. */
export interface ButtonLanguage {
  readonly labels: Readonly<Record<Step, string>>;
  /** The questions of the buttons that ask for confirmation. */
  readonly questions: Readonly<Partial<Record<Step, (ticket: string) => string>>>;
  readonly notYet: string;
}

export const buttonIn =
  ({ labels, questions, notYet }: ButtonLanguage): Texts['button'] =>
  (step, ticket) => {
    const label = labels[step];
    const text = questions[step]?.(ticket);
    return {
      label,
      confirm: text === undefined ? null : { title: `${label}?`, text, yes: label, no: notYet },
    };
  };

export type ReasonForms = Readonly<
  Record<ReasonedStep, (ticket: string) => Omit<ReasonWords, 'leave' | 'required'>>
>;

export const reasonFormIn =
  (forms: ReasonForms, leave: string): Texts['reasonForm'] =>
  (step, ticket) => ({
    ...forms[step](ticket),
    required: releaseCommands[step].reason === 'required',
    leave,
  });
