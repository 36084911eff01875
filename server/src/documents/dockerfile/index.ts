import type { HostId, Script } from '../../model';
import type { Format } from '../format';
import { commandScript, fileScripts, hereScripts, listScript, type Source } from './scripts';
import { readInstructions } from './instructions';
import { runningIn, type Running } from './stages';

/** Dockerfiles and Containerfiles: what runs while an image is built, and what its containers run. */
export const dockerfile: Format = {
  id: 'dockerfile',
  languageIds: ['dockerfile'],
  extensions: ['.dockerfile', '.containerfile'],
  fileNames: [],
  paths: [
    /(?:^|\/)(?:docker|container)file(?:[.-](?!(?:.*\.)?(?:mdx?|txt|json|ya?ml|sh|ps1|cmd|bat)$)[\w.-]+)?$/i,
  ],
  scripts({ text }) {
    const instructions = readInstructions(text);
    return runningIn(instructions).flatMap((running) =>
      scriptsOf({ text, escape: instructions.escape, host: hostOf(running) }, running),
    );
  },
};

/** Nothing is known of where a container runs, but that an image is being built when `RUN` does. */
function hostOf({ instruction: { keyword } }: Running): HostId {
  return keyword === 'RUN' ? 'image-build' : 'shell';
}

function scriptsOf(source: Source, { instruction, shell, entrypoint }: Running): readonly Script[] {
  const { keyword, operand, hereDocuments } = instruction;
  if (keyword === 'COPY' || keyword === 'ADD') return fileScripts(source, instruction);
  if (operand.list !== undefined) return listScript(source, instruction, entrypoint);
  if (hereDocuments.length > 0) return hereScripts(source, instruction, shell);
  return shell === undefined ? [] : commandScript(source, instruction, shell);
}
