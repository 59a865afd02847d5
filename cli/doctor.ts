import { examine } from '../doctor/examine.ts';
import { printable } from '../domain/printable.ts';
import { doctorWords } from '../texts/doctor.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';

/** `dobrobot doctor [--ticket KEY]`: prints the findings, causes before consequences. Exit code 1 if anything is wrong. */
export async function doctor(json: boolean, ticket: string | null): Promise<ExitCode> {
  const findings = await examine(process.env, ticket);
  const count = (state: string) => findings.filter((finding) => finding.state === state).length;
  if (json) console.log(JSON.stringify({ findings }));
  else {
    for (const { name, state, text } of findings)
      console.log(printable(`${doctorWords.marks[state]}${name}: ${text}`));
    console.log(doctorWords.sum(count('wrong'), count('unknown')));
  }
  return count('wrong') === 0 ? exitCodes.done : exitCodes.refused;
}
