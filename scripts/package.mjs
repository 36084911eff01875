// Makes dist/azmfa-<version>.vsix.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from './build.mjs';
import { installDependencies, manifest, runTool, vsix } from './project.mjs';

// Installing and updating stays quick; everything in it is loaded at start.
const limit = 850_000;

export async function makePackage() {
  await installDependencies();
  await build({ production: true });
  const args = [
    'package',
    '--out',
    vsix,
    '--no-dependencies',
    '--no-rewrite-relative-links',
    '--allow-missing-repository',
  ];
  const { code, output } = await runTool('@vscode/vsce/vsce', args);
  if (code !== 0) throw new Error(`vsce could not make the package:\n${output}`);
  const { size } = await stat(vsix);
  if (size > limit) throw new Error(`${vsix} has ${size} bytes, more than the ${limit} allowed`);
  return size;
}

if (process.argv[1] === import.meta.filename) {
  const size = await makePackage();
  console.log(
    `dist/${path.basename(vsix)} (${manifest.name} ${manifest.version}, ${Math.ceil(size / 1000)} kB)`,
  );
}
