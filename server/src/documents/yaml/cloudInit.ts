import type { Range, Script } from '../../model';
import { rangesOf } from '../embedded/holes';
import { commandPart } from './commandLine';
import { dialectOfFile } from '../embedded/fileContent';
import type { YamlFormat } from './format';
import { partIn, scriptIn, scriptOfParts } from './scalar';
import { at, itemsOf, textAt } from './tree';

/** The first line of a text that makes it a configuration of cloud-init. */
export const cloudConfig = /^(?:#cloud-config\b|## template: *jinja)/;

/** What cloud-init runs when a machine starts, and the scripts that it writes. Source: the module reference of cloud-init. */
export const cloudInit: YamlFormat = {
  id: 'cloud-init',
  languageIds: [],
  paths: [/(?:^|\/)(?:cloud-?init|cloud-?config|user-?data)[^/]*\.ya?ml$/i],
  recognises: (_root, text) => cloudConfig.test(text.slice(0, 64).replace(/^\ufeff/, '')),
  scripts(root, text) {
    // The commands of a list are one script of sh, in which those that are lists themselves are quoted.
    const commands = ['bootcmd', 'runcmd'].flatMap((key) => {
      const parts = itemsOf(at(root, key)).flatMap((item) => {
        if (item.kind === 'scalar') return [partIn(text, item, holesIn)];
        const words = itemsOf(item).filter((word) => word.kind === 'scalar');
        return commandPart(words.map((word) => partIn(text, word, holesIn))) ?? [];
      });
      return scriptOfParts(parts, { dialect: 'bash', host: 'shell' }) ?? [];
    });
    const files = itemsOf(at(root, 'write_files')).flatMap((file): readonly Script[] => {
      const content = at(file, 'content');
      if (content?.kind !== 'scalar' || at(file, 'encoding') !== undefined) return [];
      const dialect = dialectOfFile(textAt(file, 'path') ?? '', content.text);
      return dialect === undefined ? [] : [scriptIn(text, content, { dialect, host: 'shell', holesIn })];
    });
    return [...commands, ...files];
  },
};

/** `{{ … }}`, where the file is a template. */
function holesIn(text: string): readonly Range[] {
  return rangesOf(text, /\{\{[^{}]*\}\}/g);
}
