import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Dialect } from '../../server/src/model';

/**
 * Fixtures: scripts that say themselves what must be found in them. A marker is a comment, on the line where a
 * finding starts or, with `+N`, N lines above it (below it with `+-N`):
 *
 *     az login -u a -p "$P"  #~ user-password error
 *     #~+1 literal-secret warning "the exact text that is underlined"
 *
 * A finding that no marker names fails, as does a marker that names none. A line may have several markers.
 */
export interface Expected {
  /** From 1. */
  readonly line: number;
  readonly rule: string;
  readonly severity: string;
  /** The text that is underlined; undefined if the marker does not say. */
  readonly text: string | undefined;
}

export interface Fixture {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly expected: readonly Expected[];
}

const marker = /#~(?:\+(-?\d+))? ([a-z-]+) (error|warning|information|hint)(?: ("(?:[^"\\]|\\.)*"))?/g;

/** Takes a script, returns what its markers say, in the order of lines. */
export function expectedIn(text: string): readonly Expected[] {
  return text
    .split(/\r\n|\r|\n/)
    .flatMap((line, index) =>
      Array.from(line.matchAll(marker), ([, below = '0', rule = '', severity = '', quoted]): Expected => ({
        line: index + 1 + Number(below),
        rule,
        severity,
        text: quoted === undefined ? undefined : (JSON.parse(quoted) as string),
      })),
    )
    .sort((one, other) => one.line - other.line);
}

/** A path that says which shell a script is for. */
export function pathOf(dialect: Dialect = 'bash'): string {
  return { bash: 'script.sh', powershell: 'script.ps1', cmd: 'script.cmd' }[dialect];
}

/** Every bash script in test/fixtures/ and, of what editors do not colour well, in its folder `unusual`. */
export function fixtures(): readonly Fixture[] {
  return fixturesIn(path.join('test', 'fixtures'), '.sh');
}

/** Every PowerShell script in test/fixtures/powershell/ and in its folder `unusual`. */
export function powershellFixtures(): readonly Fixture[] {
  return fixturesIn(path.join('test', 'fixtures', 'powershell'), '.ps1');
}

/** Every cmd script in test/fixtures/cmd/ and in its folder `unusual`. */
export function cmdFixtures(): readonly Fixture[] {
  const folder = path.join('test', 'fixtures', 'cmd');
  return [...fixturesIn(folder, '.cmd'), ...fixturesIn(folder, '.bat')];
}

/** PowerShell scripts that sign in with other tools than `az`. */
export function azurePowerShellFixtures(): readonly Fixture[] {
  return fixturesIn(path.join('test', 'fixtures', 'azurePowerShell'), '.ps1');
}

/**
 * Every document with scripts in it, in test/fixtures/documents/, whose paths say their formats.
 *
 * @param root the project's folder, if that is not the current one
 */
export function documentFixtures(root = ''): readonly Fixture[] {
  return fixturesIn(path.join(root, 'test', 'fixtures', 'documents'), '');
}

function fixturesIn(folder: string, extension: string): readonly Fixture[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      const text = readFileSync(file, 'utf8');
      return { name, path: file, text, expected: expectedIn(text) };
    });
}
