import { lacksKey } from '../domain/encryption-variable.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { doctorWords } from '../texts/doctor.ts';

/** The finding about one thing that has to be right. */
export interface Diagnosis {
  /** What was checked, such as `database`. */
  readonly name: string;
  readonly state: 'ok' | 'wrong' | 'unknown';
  /** The state and, if it is wrong, how to fix it. */
  readonly text: string;
}

export const ok = (name: string, text: string): Diagnosis => ({ name, state: 'ok', text });
export const wrong = (name: string, text: string): Diagnosis => ({ name, state: 'wrong', text });
export const unknown = (name: string, text: string): Diagnosis => ({ name, state: 'unknown', text });

/** Runs a check. If it throws, finds the missing key or reports that it cannot tell. */
export async function diagnose(
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

/** The findings of a check that goes by a configuration; if none is known, that it cannot tell. */
export const bySettings = async <Known>(
  name: string,
  known: Known | null,
  find: (known: Known) => readonly Diagnosis[] | Promise<readonly Diagnosis[]>,
): Promise<readonly Diagnosis[]> =>
  known === null ? [unknown(name, doctorWords.noConfiguration)] : find(known);

/** `diagnose` of what goes by a configuration. */
export const diagnoseBySettings = <Known>(
  ...check: Parameters<typeof bySettings<Known>>
): Promise<readonly Diagnosis[]> => diagnose(check[0], () => bySettings(...check));
