/** `npx dobrobot`. What a command needs is loaded with it, since loading is most of the time it takes. */
import { Command, CommanderError, Option } from 'commander';
import { checkWords } from '../texts/cli-check.ts';
import { words } from '../texts/cli.ts';
import { sinceMoment, untilMoment } from './moment.ts';

/** It could not be done. */
const failed = 2;

interface Period {
  readonly since?: number;
  readonly until?: number;
}

const program = new Command('dobrobot').description(words.program).exitOverride();

const log = program
  .command('log')
  .description(words.log)
  .argument('[component|ticket]', words.what)
  .option('--since <time>', words.since, sinceMoment)
  .option('--until <time>', words.until, untilMoment)
  .addOption(new Option('--json', words.json).conflicts('csv'))
  .option('--csv', words.csv)
  .action(async (about: string | undefined, options: Period & { json?: true; csv?: true }) => {
    const { json, csv, ...period } = options;
    if (!json && !csv) throw new Error(words.noFormat);
    const { writeOut } = await import('./export.ts');
    await writeOut({ about, ...period }, csv ? 'csv' : 'json');
  });

log
  .command('verify')
  .description(words.verify)
  .option('--since <time>', words.since, sinceMoment)
  .option('--until <time>', words.until, untilMoment)
  .addHelpText('after', words.exitCodes)
  .action(async (_, verifying: Command) => {
    const { verify } = await import('./verify/verify.ts');
    // What comes before the word `verify` belongs to `log`, which has options of the same names.
    process.exitCode = await verify(verifying.optsWithGlobals<Period>());
  });

program
  .command('check')
  .description(checkWords.check)
  .argument('[ticket...]', checkWords.what)
  .option('--rules', checkWords.rules)
  .option('--json', words.json)
  .addHelpText('after', checkWords.exitCodes)
  .action(async (asked: readonly string[], { rules, json = false }: { rules?: true; json?: boolean }) => {
    if (rules) return (await import('./check-rules.ts')).checkRules();
    if (asked.length === 0) throw new Error(checkWords.nothing);
    process.exitCode = await (await import('./check.ts')).check(asked, json);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // It has said why.
    process.exitCode = error.exitCode === 0 ? 0 : failed;
  } else {
    const detailed = process.env['DEBUG'] !== undefined;
    console.error(error instanceof Error && !detailed ? error.message : error);
    process.exitCode = failed;
  }
}
