// Types, lint, format and generated files: everything about the source that can be judged without running it.
import { installDependencies, runTool } from './project.mjs';

/** @type {readonly { name: string, tool: string, args: readonly string[] }[]} */
const checks = [
  { name: 'types', tool: 'typescript/bin/tsc', args: ['-p', '.'] },
  { name: 'lint', tool: 'eslint/bin/eslint.js', args: ['--max-warnings', '0', '.'] },
  { name: 'format', tool: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'generated files', tool: 'tsx/dist/cli.mjs', args: ['scripts/generate.mts', '--check'] },
];

/** Runs every check, prints one line for each and the output of those that fail; returns the names of those. */
export async function check() {
  await installDependencies();
  const failed = [];
  for (const { name, tool, args } of checks) {
    const { code, output } = await runTool(tool, args);
    console.log(`  ${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    if (code !== 0) {
      failed.push(name);
      console.log(output.trim().replace(/^/gm, '    '));
    }
  }
  return failed;
}

if (process.argv[1] === import.meta.filename) process.exitCode = (await check()).length === 0 ? 0 : 1;
