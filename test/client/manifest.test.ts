import { deepEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { activationEvents, contributes, icon } from '../../package.json';
import { languageIds } from '../../server/src/documents';

describe('the manifest of the extension', () => {
  it('wakes it for every language that a format knows, and for plain text', () => {
    deepEqual(
      new Set(activationEvents),
      new Set([...languageIds, 'plaintext'].map((language) => `onLanguage:${language}`)),
    );
  });
  it('puts only its own commands into menus and under keys', () => {
    const commands = new Set(contributes.commands.map(({ command }) => command));
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    for (const { command } of used) ok(commands.has(command), command);
  });
  it('has an icon of the size that galleries show', () => {
    const png = readFileSync(path.join(import.meta.dirname, '../..', icon));
    deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [128, 128]);
  });
});
