import { deepEqual, equal, ok } from 'node:assert/strict';
import { Parser } from 'commonmark';
import { DockerfileParser } from 'dockerfile-ast';
import { parseConfigFileTextToJson } from 'typescript';
import { parseAllDocuments } from 'yaml';
import { formatOf } from '../../server/src/documents';
import type { Edit } from '../../server/src/model';
import { loadProver } from '../support/prover';
import { documentFixtures } from '../support/fixtures';
import { fixesOf } from '../support/matrix';

let prover: Awaited<ReturnType<typeof loadProver>>;
before(async () => {
  prover = await loadProver();
});

/** The values of a document by their paths. */
type Values = ReadonlyMap<string, unknown>;

function valuesOf(roots: readonly unknown[]): Values {
  const values = new Map<string, unknown>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) values.set(path, value);
    // The lines of a notebook's cell are one text.
    else if (path.endsWith('/source') && Array.isArray(value)) values.set(path, value.join(''));
    else for (const [key, each] of Object.entries(value)) visit(each, `${path}/${key}`);
  };
  roots.forEach((root, i) => {
    visit(root, String(i));
  });
  return values;
}

/** Every text of a Markdown document, as the reference implementation reads it. */
function markdownTexts(text: string): readonly unknown[] {
  const texts: unknown[] = [];
  const walker = new Parser().parse(text).walker();
  for (let event = walker.next(); event; event = walker.next()) {
    const { type, literal, info } = event.node;
    // Comments come and go with suppressions.
    if (event.entering && type !== 'html_block') texts.push({ [`${type} ${info ?? ''}`]: literal });
  }
  return texts;
}

function yamlValues(text: string): readonly unknown[] {
  return parseAllDocuments(text, { merge: true }).map(
    (document) => document.toJS({ maxAliasCount: -1 }) as unknown,
  );
}

/** A template of Go as it may come out: without its control structures, and with a word for each value. */
function rendered(text: string): string {
  return text.replace(/^[ \t]*\{\{[^]*?\}\}[ \t]*\r?\n/gm, '').replace(/\{\{.*?\}\}/g, 'value');
}

/** How a parser that we did not write reads a document, by what its path ends with. */
const parsers: readonly { readonly paths: RegExp; readonly parse: (text: string) => readonly unknown[] }[] = [
  { paths: /\bchart\/templates\/.*\.ya?ml$/, parse: (text) => yamlValues(rendered(text)) },
  { paths: /\.ya?ml$/, parse: yamlValues },
  {
    // It has comments and trailing commas as well.
    paths: /(?<!several-lines)\.(?:json|ipynb)$/,
    parse: (text) => {
      const { config, error } = parseConfigFileTextToJson('', text) as { config?: unknown; error?: unknown };
      equal(error, undefined, text);
      return [config];
    },
  },
  { paths: /\.(?:mdx?|markdown)$/, parse: markdownTexts },
  {
    paths: /(?:^|\/)Dockerfile[\w.]*$/,
    parse: (text) =>
      DockerfileParser.parse(text)
        .getInstructions()
        .map((instruction) => [instruction.getKeyword(), instruction.getArgumentsContent()]),
  },
];

/** Where nobody else reads it, the values of a document are its scripts. */
function valuesIn(path: string, text: string): Values {
  const parser = parsers.find(({ paths }) => paths.test(path));
  const document = { path, languageId: undefined, text };
  return valuesOf(
    parser?.parse(text) ?? (formatOf(document)?.scripts(document) ?? []).map((script) => script.text),
  );
}

/** Fixes that a document has no place for, and why. */
const noPlace: readonly RegExp[] = [
  /^No shell reads this command/,
  /^Something that is not part of the script/,
  /^The new text would end the quotes/,
  /^The new text would end the unquoted YAML value/,
  /^The script stands on one line of its document/,
  /in another way that no step can be written before/,
  /^A comment on its value would be lost/,
  /is a list of arguments/,
  /spells this part of the script in another way/,
  /which is the string's own/,
  /^An expression puts this script together/,
  /^Variables in this here-document are replaced/,
];

/** The edit that changes nothing: it is refused where nothing is rewritten. */
const nothing: Edit = { range: { start: 0, end: 0 }, newText: '' };

describe('fixes in documents', () => {
  for (const { name, path, text } of documentFixtures()) {
    it(`${name}: each changes its script and nothing else, and its finding is gone`, () => {
      const { analysis, prove } = prover(text, { path });
      const before = valuesIn(path, text);
      let proven = 0;
      for (const finding of analysis.findings) {
        for (const fix of fixesOf(finding)) {
          const proof = prove(finding, fix);
          const message = `${name}, ${finding.rule} at ${finding.range.start}: ${fix.title}`;
          if ('refused' in proof) {
            ok(
              noPlace.some((reason) => reason.test(proof.refused)),
              `${message}: ${proof.refused}`,
            );
            continue;
          }
          proven++;
          // What a step that signs in makes of a workflow has tests of its own.
          if (fix.hostChange !== undefined) continue;
          const after = valuesIn(path, proof.text);
          deepEqual([...after.keys()], [...before.keys()], message);
          const changed = [...after].filter(([key, value]) => before.get(key) !== value);
          const isComment = fix.id.startsWith('suppress');
          ok(changed.length > 0 || isComment, message);
          // An anchor's text is at each of its aliases.
          equal(new Set(changed.map(([, value]) => value)).size <= 1, true, message);
          const again = prover(proof.text, { path }).analysis.findings;
          equal(
            again.filter(({ rule }) => rule === finding.rule).length < analysis.findings.length,
            true,
            message,
          );
        }
      }
      const isRewritten = analysis.findings.some(
        ({ script }) => script === undefined || !('refused' in script.map.toEdit(nothing)),
      );
      ok(proven > 0 || !isRewritten);
    });
  }
});
