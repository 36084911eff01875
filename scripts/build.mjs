// Bundles the extension, the language server and the command line into dist/.
//   node scripts/build.mjs                with source maps, readable
//   node scripts/build.mjs --production   what is shipped: minified, no source maps
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { installDependencies, root } from './project.mjs';

/** @typedef {import('esbuild').BuildOptions} BuildOptions */

/** @type {BuildOptions} */
const node = {
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Its ES module asks `import.meta` where it lies, which a bundle in CommonJS has none of.
  alias: { 'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs' },
};
/** @type {BuildOptions} */
const browser = { platform: 'browser', target: 'es2022', format: 'cjs' };

/** @type {readonly (BuildOptions & { input: string, output: string })[]} */
const bundles = [
  { input: 'client/src/node.ts', output: 'client.js', ...node, external: ['vscode'] },
  { input: 'server/src/main/node.ts', output: 'server.js', ...node },
  { input: 'server/src/main/cli.ts', output: 'azmfa.js', ...node, banner: { js: '#!/usr/bin/env node' } },
  { input: 'client/src/browser.ts', output: 'client.browser.js', ...browser, external: ['vscode'] },
  // A classic web worker. The parser names Node's modules in branches that a browser never takes.
  {
    input: 'server/src/main/browser.ts',
    output: 'server.browser.js',
    ...browser,
    format: 'iife',
    external: ['module', 'fs/promises'],
  },
];

const wasm = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm'];

/** @param {{ production: boolean }} options */
export async function build({ production }) {
  await installDependencies();
  const { build: bundle } = await import('esbuild');
  const dist = path.join(root, 'dist');
  await mkdir(dist, { recursive: true });
  await Promise.all([
    ...bundles.map(({ input, output, ...options }) =>
      bundle({
        absWorkingDir: root,
        entryPoints: [input],
        outfile: path.join(dist, output),
        bundle: true,
        // The ES module builds of some libraries are what tree-shakes; `main` alone would bundle UMD wrappers.
        mainFields: ['module', 'main'],
        minify: production,
        sourcemap: production ? false : 'linked',
        legalComments: 'none',
        logLevel: 'warning',
        ...options,
      }),
    ),
    ...wasm.map((file) =>
      copyFile(path.join(root, 'node_modules', file), path.join(dist, path.basename(file))),
    ),
  ]);
}

if (process.argv[1] === import.meta.filename)
  await build({ production: process.argv.includes('--production') });
