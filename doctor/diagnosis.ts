import { lacksKey } from '../domain/encryption-variable.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { doctorWords } from '../texts/doctor.ts';

/** What was found of one thing that has to be right. */
export interface Diagnosis {
  /** What was looked at, such as `database`. */
  readonly name: string;
  readonly state: 'ok' | 'wrong' | 'unknown';
  /** How it is; of what is wrong, how to mend it. */
  readonly text: string;
}

export const ok = (name: string, text: string): Diagnosis => ({ name, state: 'ok', text });
export const wrong = (name: string, text: string): Diagnosis => ({ name, state: 'wrong', text });
export const unknown = (name: string, text: string): Diagnosis => ({ name, state: 'unknown', text });

/** What a look finds; one that fails finds that it cannot tell, or which key is missing. */
export async function look(
  name: string,
  find: () => Promise<Diagnosis | readonly Diagnosis[]>,
): Promise<readonly Diagnosis[]> {
  try {
    return [await find()].flat();
  } catch (error) {
    const reason = reasonOf(error);
    return lacksKey(reason)
      ? [wrong(name, doctorWords.lacksKey(reason))]
      : [unknown(name, doctorWords.cannotTell(reason))];
  }
}
