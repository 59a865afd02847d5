// `npm run audit`: known vulnerabilities in the production packages, by npm's audit. Exits with 1 if one is at least `level`, with 2 if npm
// could not look, and with 0 and a note if the registry has no audit, as is common for mirrors.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const level = 'moderate';

const { error, stdout, stderr } = spawnSync(
  'npm',
  ['audit', '--omit=dev', `--audit-level=${level}`, '--json', '--fetch-retries=0', '--fetch-timeout=30000'],
  { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8' },
);
if (error) end(2, `npm cannot be run: ${error.message}`);
const report = parsed(stdout);
/** Statuses by which a registry says that it has no audit. */
const unknown = [404, 405, 501];
if (unknown.includes(report?.statusCode))
  end(0, `Not looked: the registry does not tell of holes in packages (${report.message}).`);
if (report?.auditReportVersion === undefined)
  end(2, `npm audit failed: ${report?.message ?? (stderr.trim() || stdout.trim())}`);

const severities = ['info', 'low', 'moderate', 'high', 'critical'];
const holes = Object.values(report.vulnerabilities);
for (const { severity, name, range, via } of holes) {
  const reasons = via.map((one) => (typeof one === 'string' ? `by ${one}` : `${one.title} (${one.url})`));
  console.log(`${severity}: ${name} ${range}: ${reasons.join('; ')}`);
}
const grave = holes.filter(({ severity }) => severities.indexOf(severity) >= severities.indexOf(level));
const looked = report.metadata.dependencies.prod;
end(
  grave.length > 0 ? 1 : 0,
  `${looked} packages: ${holes.length} with known holes, ${grave.length} of them ${level} or worse.`,
);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function end(code, words) {
  console.log(words);
  process.exit(code);
}
