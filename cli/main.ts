/** `npx dobrobot`. Each command loads its own modules, because loading is most of the time a command takes. */
import { Argument, Command, CommanderError, Option } from 'commander';
import { programVersion } from '../config/program-version.ts';
import { isNamed } from '../config/secret.ts';
import { checkWords } from '../texts/cli-check.ts';
import { tokenWords, words as sayWords } from '../texts/cli-say.ts';
import { configurationWords } from '../texts/configurations.ts';
import { doctorWords } from '../texts/doctor.ts';
import { rebuildWords } from '../texts/cli-rebuild.ts';
import { runWords } from '../texts/cli-run.ts';
import { words } from '../texts/cli.ts';
import type { RunWishes } from './run/run.ts';
import { exitCodes } from './exit-codes.ts';
import { inheritingOptions } from './inheriting-options.ts';
import { durationMs, fencingToken, sinceMoment, untilMoment } from './moment.ts';
import { NotReachable } from './say/way.ts';
import { hasWay } from './say/way-of.ts';

/** The exit code of any other failure. */
const failed = exitCodes.notUnderstood;

interface TokenWishes {
  readonly scope: readonly string[];
  readonly component?: readonly string[];
  readonly actor?: string;
  readonly expires: number;
  readonly json?: boolean;
}

interface Period {
  readonly since?: number;
  readonly until?: number;
}

const duration = (name: string, description: string, otherwise: string): Option =>
  new Option(`${name} <duration>`, description)
    .argParser(durationMs)
    .default(durationMs(otherwise), otherwise);

/** For commands with exit codes of their own: turns "not reachable" into their plain failure. */
const ofItsOwn = (code: Promise<number>): Promise<number> =>
  code.catch((error: unknown) => {
    throw error instanceof NotReachable ? new Error(error.message, { cause: error }) : error;
  });

const program = inheritingOptions(new Command('dobrobot'))
  .description(words.program)
  .version(programVersion, '--version', words.version)
  .exitOverride()
  // Options after a subcommand belong to the subcommand.
  .enablePositionalOptions()
  // `help` is a command of the bot.
  .helpCommand(false)
  .argument('[words...]', sayWords.say)
  .option('--json', sayWords.json)
  .option('--wait', sayWords.wait)
  .addOption(duration('--timeout', sayWords.timeout, '30m'))
  .addHelpText('after', sayWords.exitCodes)
  .action(async (said: readonly string[], { json = false, wait = false, timeout }: SayOptions) => {
    const [help, topic] = said;
    const own = program.commands.find((one) => one.name() === topic && one !== log);
    // The bot has no help for commands that only the terminal has.
    if (help?.toLowerCase() === 'help' && own !== undefined) own.outputHelp();
    else if (!wait) process.exitCode = await say(said, json);
    else {
      const ticket = (await import('./say/start-ticket.ts')).startTicketIn(said);
      if (ticket === null) throw new Error(sayWords.onlyStart);
      const { startWaiting } = await import('./say/start-waiting.ts');
      process.exitCode = await startWaiting(ticket, said.join(' '), timeout, json);
    }
  });

interface SayOptions {
  readonly json?: boolean;
  readonly wait?: boolean;
  readonly timeout: number;
}

const say = async (said: readonly string[], json: boolean): Promise<number> =>
  (await import('./say/say.ts')).say(said, json);

program
  .command('run')
  .description(runWords.run)
  .argument('<ticket>', runWords.ticket)
  .argument('<command...>', runWords.command)
  .option('--wait', runWords.wait)
  .option('--rollback-on-bad', runWords.rollbackOnBad)
  .addOption(duration('--timeout', sayWords.timeout, '30m'))
  .addHelpText('after', runWords.help)
  .action(async (ticket: string, command: readonly string[], wishes: RunWishes) => {
    process.exitCode = await (await import('./run/run.ts')).run(ticket, command, wishes);
  });

program
  .command('doctor')
  .description(doctorWords.doctor)
  .option('--ticket <key>', doctorWords.ticket)
  .option('--json', sayWords.json)
  .action(async ({ json = false, ticket }: { json?: boolean; ticket?: string }) => {
    process.exitCode = await (await import('./doctor.ts')).doctor(json, ticket ?? null);
  });

program
  .command('rebuild')
  .description(rebuildWords.rebuild)
  .option('--dry-run', rebuildWords.dryRun)
  .addHelpText('after', rebuildWords.exitCodes)
  .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
    process.exitCode = await ofItsOwn((await import('./rebuild.ts')).rebuildReleases(dryRun));
  });

const log = inheritingOptions(program.command('log'))
  .description(words.log)
  .argument('[component|ticket...]', words.what)
  .option('--since <time>', words.since, sinceMoment)
  .option('--until <time>', words.until, untilMoment)
  .addOption(new Option('--json', words.json).conflicts('csv'))
  .option('--csv', words.csv)
  .action(async (asked: readonly string[], options: Period & { json?: true; csv?: true }) => {
    const { json, csv, ...period } = options;
    const [about, ...more] = asked;
    const hasLog = isNamed('DATABASE_URL', process.env);
    const isSaid = !csv && Object.keys(period).length === 0 && hasWay(process.env);
    if (isSaid && !(json && hasLog && more.length === 0)) {
      process.exitCode = await say(['log', ...asked], json === true);
    } else if (json || csv) {
      if (more.length > 0) throw new Error(words.oneSubject);
      const { writeOut } = await import('./export.ts');
      await writeOut({ about, ...period }, csv ? 'csv' : 'json');
    } else throw new Error(words.noFormat);
  });

log
  .command('verify')
  .description(words.verify)
  .option('--since <time>', words.since, sinceMoment)
  .option('--until <time>', words.until, untilMoment)
  .addHelpText('after', words.exitCodes)
  .action(async (period: Period) => {
    const { verify } = await import('./verify/verify.ts');
    process.exitCode = await ofItsOwn(verify(period));
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
    process.exitCode = await (await import('./check.ts')).printChecks(asked, json);
  });

const config = inheritingOptions(program.command('config')).description(configurationWords.config);

config
  .command('check')
  .description(configurationWords.check)
  .argument('[file]', configurationWords.file)
  .option('--json', sayWords.json)
  .addHelpText('after', configurationWords.checkCodes)
  .action(async (file: string | undefined, { json = false }: { json?: boolean }) => {
    process.exitCode = await (await import('./config.ts')).checkConfig(file, json);
  });

config
  .command('diff')
  .description(configurationWords.diff)
  .argument('[file]', configurationWords.file)
  .option('--json', sayWords.json)
  .addHelpText('after', configurationWords.diffCodes)
  .action(async (file: string | undefined, { json = false }: { json?: boolean }) => {
    process.exitCode = await (await import('./config.ts')).diffConfig(file, json);
  });

program
  .command('verify')
  .description(sayWords.verify)
  .argument('<component>', sayWords.component)
  .argument('<token>', sayWords.fencing, fencingToken)
  .option('--json', sayWords.json)
  .action(async (component: string, token: number, { json = false }: { json?: boolean }) => {
    process.exitCode = await (await import('./say/say.ts')).verify(component, token, json);
  });

program
  .command('completion')
  .description(sayWords.completion)
  .addArgument(new Argument('<shell>', sayWords.shell).choices(['bash', 'zsh', 'fish']))
  .action(async (shell: string) => {
    (await import('./completion.ts')).completion(shell);
  });

program
  .command('complete', { hidden: true })
  .argument('[words...]')
  .action(async (typed: readonly string[]) => {
    await (await import('./completion.ts')).complete(typed, program);
  });

const token = inheritingOptions(program.command('token')).description(tokenWords.token);

token
  .command('create')
  .description(tokenWords.create)
  .argument('<name>', tokenWords.name)
  .requiredOption('--scope <scope...>', tokenWords.scope)
  .option('--component <component...>', tokenWords.component)
  .option('--actor <actor>', tokenWords.actor)
  .addOption(duration('--expires', tokenWords.expires, '90d'))
  .option('--json', sayWords.json)
  .action(async (name: string, wanted: TokenWishes) => {
    process.exitCode = await (await import('./tokens.ts')).createToken(name, wanted);
  });

token
  .command('list')
  .description(tokenWords.list)
  .option('--json', sayWords.json)
  .action(async ({ json = false }: { json?: boolean }) => {
    await (await import('./tokens.ts')).listTokens(json);
  });

token
  .command('revoke')
  .description(tokenWords.revoke)
  .argument('<name>', tokenWords.name)
  .action(async (name: string) => {
    process.exitCode = await (await import('./tokens.ts')).revokeToken(name);
  });

// The reader may have left, as `head` does. The command goes on: `run` has something on production.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Ours end at `--`; what follows belongs to the command that `run` runs. */
const [ours = ''] = process.argv.join('\n').split('\n--\n');
const isAskedForJson = ours.split('\n').includes('--json');

try {
  // Without any address, the servers that `npm start` runs are meant.
  if (!hasWay(process.env) && !isNamed('DATABASE_URL', process.env)) {
    const { runningEnv } = await import('../config/embedded.ts');
    Object.assign(process.env, await runningEnv(process.env));
  }
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed the reason.
    process.exitCode = error.exitCode === 0 ? 0 : failed;
  } else if (error instanceof NotReachable) {
    if (isAskedForJson) console.log(JSON.stringify({ code: 'notReachable', detail: error.message }));
    else console.error(error.message);
    process.exitCode = exitCodes.notReachable;
  } else {
    const detailed = process.env['DEBUG'] !== undefined;
    console.error(error instanceof Error && !detailed ? error.message : error);
    process.exitCode = failed;
  }
}
