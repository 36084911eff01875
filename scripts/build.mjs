// Bundles the extension, the language server and the command line into dist/.
//   node scripts/build.mjs                with source maps, readable
//   node scripts/build.mjs --production   what is shipped: minified, no source maps
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { bundleOptions, bundles, dist, node } from './bundles.mjs';
import { installDependencies, root } from './project.mjs';

const wasm = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm'];

/** @param {{ production: boolean }} options */
export async function build({ production }) {
  await installDependencies();
  await bundleInto(dist, bundles, { production });
}

/**
 * Bundles programs for Node as the shipped ones are, each in a file of its name, with the grammars beside them.
 * @param {string} directory
 * @param {readonly string[]} inputs paths in the project
 */
export async function buildForNode(directory, inputs) {
  const programs = inputs.map((input) => ({
    input,
    output: path.basename(input).replace(/\.ts$/, '.js'),
    ...node,
  }));
  await bundleInto(directory, programs, { production: true });
}

/**
 * @param {string} directory
 * @param {readonly import('./bundles.mjs').Program[]} programs
 * @param {{ production: boolean }} options
 */
async function bundleInto(directory, programs, { production }) {
  const { build: bundle } = await import('esbuild');
  await mkdir(directory, { recursive: true });
  await Promise.all([
    ...programs.map((program) => bundle(bundleOptions(program, { directory, production }))),
    ...wasm.map((file) =>
      copyFile(path.join(root, 'node_modules', file), path.join(directory, path.basename(file))),
    ),
  ]);
}

if (process.argv[1] === import.meta.filename)
  await build({ production: process.argv.includes('--production') });
