// What is bundled into dist/, and how.
import path from 'node:path';
import { root } from './project.mjs';

/** @typedef {import('esbuild').BuildOptions} BuildOptions */
/** @typedef {BuildOptions & { input: string, output: string }} Program */

/** Where the bundles go. */
export const dist = path.join(root, 'dist');

/**
 * A program for Node that parses. The parser's ES module asks `import.meta` where it lies, which a bundle in
 * CommonJS has none of.
 * @satisfies {BuildOptions}
 */
export const node = {
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  alias: {
    'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs',
    // Its ES modules, for what is not used to be left out.
    yaml: './node_modules/yaml/browser/dist/index.js',
  },
};
/**
 * A program for Node and for browsers, which takes the part for either at run time: all else is in it once. So
 * both parts of a library must be found.
 * @satisfies {BuildOptions}
 */
const anywhere = { ...node, conditions: ['module', 'browser'] };

const withheld = './server/src/main/withheld.ts';
/**
 * What the engine runs in has no network, starts no process and evaluates no text, also where its libraries
 * could: the parser loads what it is handed, and no command of the command line is a program of its own.
 * @satisfies {BuildOptions}
 */
const powerless = {
  define: { fetch: 'undefined', XMLHttpRequest: 'undefined', eval: 'undefined' },
  alias: { child_process: withheld, 'node:child_process': withheld },
};
const alias = { ...node.alias, ...powerless.alias };

/** @type {readonly Program[]} */
export const bundles = [
  { input: 'client/src/main.ts', output: 'client.js', ...anywhere, external: ['vscode'] },
  // In a browser it is a classic web worker.
  {
    input: 'server/src/main/server.ts',
    output: 'server.js',
    ...anywhere,
    ...powerless,
    alias,
    format: 'iife',
  },
  {
    input: 'server/src/main/cli.ts',
    output: 'azmfa.js',
    ...node,
    ...powerless,
    alias,
    banner: { js: '#!/usr/bin/env node' },
  },
];

/**
 * Takes a program, returns what esbuild wants to know to bundle it.
 * @param {Program} program
 * @param {{ directory: string, production: boolean }} options
 * @returns {BuildOptions}
 */
export function bundleOptions({ input, output, ...options }, { directory, production }) {
  return {
    absWorkingDir: root,
    entryPoints: [input],
    outfile: path.join(directory, output),
    bundle: true,
    // The ES module builds of some libraries are what tree-shakes; `main` alone would bundle UMD wrappers.
    mainFields: ['module', 'main'],
    minify: production,
    sourcemap: production ? false : 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  };
}
