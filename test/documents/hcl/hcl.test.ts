import { deepEqual, equal, ok } from 'node:assert/strict';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { hclFile } from '../../../server/src/documents/hcl';
import type { Edit, Script } from '../../../server/src/model';
import { applyEdits } from '../../../server/src/rewrites/edits';

/** HashiCorp's own parser, compiled to JavaScript; it has no types. */
const { parseToObject } = createRequire(import.meta.url)('hcl2-parser') as {
  parseToObject: (text: string) => [root: unknown, error: unknown];
};

const around = (value: string): string => `resource "null_resource" "sign_in" {
  provisioner "local-exec" {
    command     = ${value}
    working_dir = "/tmp"
  }
}
`;

const scriptsIn = (text: string): readonly Script[] =>
  hclFile.scripts({ path: 'main.tf', languageId: undefined, text });

interface Parsed {
  readonly resource: {
    readonly null_resource: {
      readonly sign_in: readonly [
        {
          readonly provisioner: {
            readonly 'local-exec': readonly [{ readonly command: string; readonly working_dir: string }];
          };
        },
      ];
    };
  };
}

/** The command as the parser reads it; undefined if the text is broken. */
function commandIn(text: string): string | undefined {
  const [root, error] = parseToObject(text);
  if (error !== null || root === null) return undefined;
  const file = (Array.isArray(root) ? root[0] : root) as Parsed;
  const [provisioner] = file.resource.null_resource.sign_in[0].provisioner['local-exec'];
  equal(provisioner.working_dir, '/tmp');
  return provisioner.command;
}

const text = fc.string({
  unit: fc.constantFrom('a', 'é', ' ', '\\', "'", '"', '$', '%', '{', '\n', '\n', '    '),
  maxLength: 14,
});

/** How a text is written, by the form of the string. */
const forms: Readonly<Record<string, (body: string) => string>> = {
  quoted: (body) =>
    `"${body
      .replace(/[\\"]/g, '\\$&')
      .replace(/\n/g, '\\n')
      .replace(/[$%](?=[$%]*\{)/g, '$&$&')}"`,
  hereDocument: (body) => `<<EOT\n${body.replace(/[$%](?=[$%]*\{)/g, '$&$&')}\nEOT`,
  indented: (body) =>
    `<<-EOT\n${body.replace(/[$%](?=[$%]*\{)/g, '$&$&').replace(/^(?=.*\S)/gm, '      ')}\n    EOT`,
};

describe('a script in HCL', () => {
  for (const [form, write] of Object.entries(forms)) {
    it(`is what HashiCorp’s parser reads, and is edited where it stands: ${form}`, () => {
      let read = 0;
      let written = 0;
      fc.assert(
        fc.property(text, text, fc.nat(), fc.nat(), fc.boolean(), (body, added, one, other, isWindows) => {
          const source = around(write(body));
          const command = commandIn(source);
          if (command === undefined || command === '') return;
          const document = isWindows ? source.replace(/\n/g, '\r\n') : source;
          const [script] = scriptsIn(document);
          ok(script);
          equal(script.text, command);
          read++;
          const [start = 0, end = 0] = [one, other]
            .map((n) => n % (script.text.length + 1))
            .sort((a, b) => a - b);
          const edit: Edit = { range: { start, end }, newText: added };
          const wanted = applyEdits(script.text, [edit]);
          const placed = script.map.toEdit(edit);
          // What both sides make together, and the last line break of a here-document, are for the proof to see.
          if ('refused' in placed || /[$%]\{/.test(wanted) || (form !== 'quoted' && !wanted.endsWith('\n')))
            return;
          // The least indented line decides what all of them lose; a blank one has no place for text yet.
          const isBlank = [body, wanted].some((each) => /^ +$/m.test(each) || each.startsWith('\n'));
          if (form === 'indented' && (isBlank || !/^\S/m.test(wanted))) return;
          const result = applyEdits(document, [placed]);
          // An empty line may keep blanks, which the parser counts.
          const withoutBlanks = (each = ''): string => each.replace(/^ +$/gm, '');
          equal(withoutBlanks(commandIn(result.replace(/\r\n/g, '\n'))), withoutBlanks(wanted));
          equal(withoutBlanks(scriptsIn(result)[0]?.text), withoutBlanks(wanted));
          written++;
        }),
        { numRuns: 400 },
      );
      ok(read > 200, `only ${read} were read`);
      ok(written > 30, `only ${written} edits were written`);
    });
  }

  it('has the expressions of its string as holes', () => {
    const sources = (value: string) => scriptsIn(around(value))[0]?.holes.map(({ source }) => source);
    deepEqual(sources('"a ${b["}"]} %{if c}d%{endif} $${e} %%{f}"'), ['${b["}"]}', '%{if c}', '%{endif}']);
    deepEqual(sources('<<-EOT\n  a ${{ b = "}" }.b}\n  EOT'), ['${{ b = "}" }.b}']);
  });

  it('is looked for in any text to its end', () => {
    const signs = [
      '"',
      '${',
      '"${',
      '<<EOT\n',
      '<<-EOT\n',
      '{',
      '}',
      '(',
      '[',
      '=',
      '/*',
      '#',
      ',',
      '\\',
      'a = ',
      'a "b" {\n',
    ];
    const starts = [
      '',
      'provisioner "local-exec" {\n  command = ',
      'provisioner "remote-exec" {\n  inline = [',
    ];
    for (const start of starts) {
      for (const sign of signs) ok(Array.isArray(scriptsIn(start + sign.repeat(10_000))));
    }
  });
});
