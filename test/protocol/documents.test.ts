import { deepEqual, equal, rejects } from 'node:assert/strict';
import { openDocuments } from '../../server/src/protocol/documents';
import type { Host } from '../../server/src/protocol/host';
import { defaultSettings } from '../../server/src/settings';
import type { Grammar } from '../../server/src/shells/shell';
import { loadGrammar } from '../support/grammar';

const uri = 'file:///project/deploy.sh';
const password = 'az login -u "$USER" -p "$PASSWORD"\n';
const configured = () => Promise.resolve({ settings: defaultSettings, host: undefined });

let bash: Grammar;
before(async () => {
  bash = await loadGrammar('tree-sitter-bash');
});

/** A host in which every slice of work ends at once, and parsing throws while `broken` says so. */
function slowHost(broken = () => false): Host {
  let now = 0;
  return {
    grammar: () =>
      Promise.resolve({
        createParser() {
          const parser = bash.createParser();
          const parse = parser.parse.bind(parser);
          parser.parse = (...args) => {
            if (broken()) throw new Error('out of memory');
            return parse(...args);
          };
          return parser;
        },
      }),
    now: () => (now += 100),
    nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

describe('open documents', () => {
  it('work on one text at a time, whoever asks, and answer all with the newest', async () => {
    const documents = openDocuments(slowHost(), configured);
    documents.open(uri, 'shellscript', 1, `${'echo\n'.repeat(20_000)}${password}`);
    const asked = [documents.analysisOf(uri)];
    for (let version = 2; version <= 20; version++) {
      await new Promise((resolve) => setImmediate(resolve));
      const start = { line: version, character: 0 };
      documents.change(uri, version, [{ range: { start, end: start }, text: password }]);
      if (version % 5 === 0) documents.invalidate();
      asked.push(documents.analysisOf(uri));
    }
    const answers = await Promise.all(asked);
    equal(new Set(answers).size, 1);
    equal(answers[0]?.document.version, 20);
    equal(answers[0].analysis.signIns.length, 20);
    equal(answers[0].revision, documents.revisionOf(uri));
  });
  it('that come back under their name answer who asked before', async () => {
    const documents = openDocuments(slowHost(), configured);
    documents.open(uri, 'shellscript', 1, password);
    const asked = documents.analysisOf(uri);
    documents.close(uri);
    documents.open(uri, 'shellscript', 1, `${password}${password}`);
    equal((await asked)?.analysis.signIns.length, 2);
    documents.close(uri);
    equal(await documents.analysisOf(uri), undefined);
  });
  it('are analysed anew after a failure, from the start', async () => {
    let broken = false;
    const documents = openDocuments(
      slowHost(() => broken),
      configured,
    );
    // A quote that never ends: the grammar is asked.
    documents.open(uri, 'shellscript', 1, `${password}"`);
    equal((await documents.analysisOf(uri))?.analysis.signIns.length, 1);
    broken = true;
    const start = { line: 0, character: 0 };
    documents.change(uri, 2, [{ range: { start, end: start }, text: password }]);
    await Promise.all([
      rejects(documents.analysisOf(uri), /out of memory/),
      rejects(documents.analysisOf(uri), /out of memory/),
    ]);
    await rejects(documents.analysisOf(uri), /out of memory/);
    broken = false;
    const { analysis, document } = (await documents.analysisOf(uri)) ?? {};
    equal(document?.version, 2);
    deepEqual(
      analysis?.findings.map(({ range }) => range.start),
      [0, password.length],
    );
  });
});
