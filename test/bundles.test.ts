import { deepEqual, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { bundleOptions, bundles, dist } from '../scripts/bundles.mjs';

/** What of Node and of browsers reaches the network, starts programs or threads, or runs text. */
const modules: ReadonlySet<string> = new Set(
  ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'dns/promises'].concat(
    ['child_process', 'cluster', 'worker_threads', 'inspector', 'inspector/promises'],
    ['vm', 'repl', 'wasi', 'undici', 'ws'],
  ),
);
const globals: ReadonlySet<string> = new Set(
  ['fetch', 'XMLHttpRequest', 'WebSocket', 'WebSocketStream', 'WebTransport', 'EventSource'].concat([
    'RTCPeerConnection',
    'sendBeacon',
    'Worker',
    'SharedWorker',
    'importScripts',
    'eval',
    'Function',
  ]),
);

/** Everything of it that is shipped, and why. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // The language client starts the server as a process and talks to it over a pipe; in a browser, as a worker.
  'client.js': ['Worker', 'child_process', 'net'],
  // The transport of the protocol can be a pipe or a socket that the client names.
  'server.js': ['net'],
  'azmfa.js': [],
};

/** The packages that may ask for these modules: the language client and what it is made of. */
const transport =
  /node_modules\/(vscode-languageclient|vscode-languageserver|vscode-languageserver-protocol|vscode-jsonrpc)\//;

/** Objects whose properties are the globals. */
const globalObjects = new Set(['globalThis', 'self', 'window', 'global', 'navigator']);

/** The dangerous names that a program's text uses, wherever they stand in it. */
function powersIn(text: string): readonly string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [argument] = node.arguments;
      const { expression: callee } = node;
      // However a minifier calls `require`: a plain name, called with the name of a module.
      const loads =
        ts.isIdentifier(callee) ||
        callee.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isPropertyAccessExpression(callee) &&
          /^(require|binding|_linkedBinding|getBuiltinModule|mainRequire|importModule)$/.test(
            callee.name.text,
          ));
      if (loads && argument !== undefined && ts.isStringLiteralLike(argument)) note(argument.text);
    }
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
      note((node.moduleSpecifier as ts.StringLiteral).text);
    if (ts.isIdentifier(node) && globals.has(node.text) && isGlobal(node)) found.add(node.text);
    if (
      ts.isElementAccessExpression(node) &&
      ts.isStringLiteralLike(node.argumentExpression) &&
      globals.has(node.argumentExpression.text) &&
      isGlobalObject(node.expression)
    )
      found.add(node.argumentExpression.text);
    ts.forEachChild(node, visit);
  };
  const note = (module: string): void => {
    const name = module.replace(/^node:/, '');
    if (modules.has(name)) found.add(name);
  };
  visit(ts.createSourceFile('bundle.js', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS));
  return [...found].sort();
}

const isGlobalObject = (node: ts.Expression): boolean =>
  ts.isIdentifier(node) && globalObjects.has(node.text);

/** True if a name means the global: not a property of something else, a key, or something declared here. */
function isGlobal(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return isGlobalObject(parent.expression);
  // `{ fetch }`, made of the global or taken from its object.
  if (ts.isShorthandPropertyAssignment(parent) || ts.isBindingElement(parent)) return true;
  const named = parent as ts.Node & { readonly name?: ts.Node };
  if (named.name === node) return false;
  // `x instanceof Function` and `typeof fetch` only ask.
  const asks =
    ts.isTypeOfExpression(parent) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword);
  return !asks;
}

describe('the shipped bundles', () => {
  it('are all looked at', () => {
    deepEqual(bundles.map(({ output }) => output).sort(), Object.keys(allowed).sort());
  });
  for (const program of bundles) {
    const name = program.output;
    const powers = allowed[name] ?? [];
    it(`${name} has no other power than ${powers.length === 0 ? 'none' : powers.join(', ')}`, () => {
      const file = path.join(dist, name);
      ok(existsSync(file), `${file} is missing: run \`npm run build\` first.`);
      deepEqual(powersIn(readFileSync(file, 'utf8')), [...powers].sort());
    });
    it(`${name} has them for its transport only`, async () => {
      const options = bundleOptions(program, { directory: dist, production: true });
      const { metafile } = await build({ ...options, metafile: true, write: false });
      const asking = Object.entries(metafile.inputs).filter(([, { imports }]) =>
        imports.some((each) => each.external && modules.has(each.path.replace(/^node:/, ''))),
      );
      deepEqual(
        asking.map(([file]) => file).filter((file) => !transport.test(file)),
        [],
      );
    });
  }
  it('client.js has nothing that reads documents or command lines', async () => {
    const program = bundles.find(({ output }) => output === 'client.js');
    ok(program);
    const options = bundleOptions(program, { directory: dist, production: true });
    const { metafile } = await build({ ...options, metafile: true, write: false });
    const [output] = Object.values(metafile.outputs);
    const rooms = Object.entries(output?.inputs ?? {})
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .flatMap(([file]) => /(?:^|\/)server\/src\/.*|node_modules\/yaml\//.exec(file)?.[0] ?? []);
    deepEqual(rooms.sort(), [
      'server/src/documents/signs.ts',
      'server/src/documents/vendored.ts',
      'server/src/globs.ts',
      'server/src/protocol/folders.ts',
      'server/src/protocol/messages.ts',
      'server/src/reports/markdown.ts',
    ]);
  });
  const dangerous: readonly (readonly [text: string, power: string])[] = [
    ['var n=require("net");', 'net'],
    ['var n=r("node:https");', 'https'],
    ['import * as h from "node:http2";', 'http2'],
    ['export * from "tls";', 'tls'],
    ['const d=await import("dns");', 'dns'],
    ['process.getBuiltinModule("child_process").spawn("x")', 'child_process'],
    ['process.mainModule.require("vm")', 'vm'],
    ['fetch("x")', 'fetch'],
    ['(0,fetch)("x")', 'fetch'],
    ['const f=fetch;', 'fetch'],
    ['const o={fetch};', 'fetch'],
    ['const {fetch}=globalThis;', 'fetch'],
    ['globalThis.fetch("x")', 'fetch'],
    ['self["fetch"]("x")', 'fetch'],
    ['new XMLHttpRequest', 'XMLHttpRequest'],
    ['new WebSocket("x")', 'WebSocket'],
    ['navigator.sendBeacon("x")', 'sendBeacon'],
    ['new Function("x")()', 'Function'],
    ['eval("x")', 'eval'],
  ];
  for (const [text, power] of dangerous) {
    it(`would be caught with ${text}`, () => {
      deepEqual(powersIn(text), [power]);
    });
  }
  const harmless = [
    '// fetch("x"), require("net")',
    'const text="fetch(x)";',
    'cache.fetch("x");',
    'const o={fetch:1,eval(){}};',
    'x.startsWith("http");',
    'x==="net";',
    'require("fs");',
    'x instanceof Function;',
  ];
  for (const text of harmless) {
    it(`would not be accused of ${text}`, () => {
      deepEqual(powersIn(text), []);
    });
  }
});
