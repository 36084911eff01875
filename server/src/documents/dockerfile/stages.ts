import type { Dialect } from '../../model';
import { dialectOfProgram } from '../embedded/shellNames';
import type { EscapeSign, Instruction, Instructions } from './instructions';

/** An instruction that runs something, and what it is read with. */
export interface Running {
  readonly instruction: Instruction;
  /** What reads a command that is no list; undefined if it is no shell that is known. */
  readonly shell: Dialect | undefined;
  /** What the command of a container is added to, if that is a list. */
  readonly entrypoint: Instruction | undefined;
}

/** Images of Windows, by their names and tags. */
const windows =
  /(?:^|\/)mcr\.microsoft\.com\/(?:windows|dotnet\/framework)[/:]|nanoserver|servercore|windows-?ltsc|-ltsc20\d\d/i;

/**
 * Takes the instructions of a Dockerfile, returns those that run something. `SHELL` holds to the end of its stage, and in
 * stages that begin with that one. Source: the Dockerfile reference, `SHELL` and `ENTRYPOINT`.
 */
export function runningIn({ list, escape }: Instructions): readonly Running[] {
  const shells = new Map<string, Dialect | undefined>();
  const entrypoints = new Map<string, Instruction | undefined>();
  const running: Running[] = [];
  let shell: Dialect | undefined = defaultShell('', escape);
  let entrypoint: Instruction | undefined;
  let stage = '';
  for (const instruction of list) {
    const { keyword, operand } = instruction;
    switch (keyword) {
      case 'FROM': {
        const [image = '', name = ''] = operand.text.split(/\s+as\s+/i).map((each) => each.toLowerCase());
        shell = shells.has(image) ? shells.get(image) : defaultShell(image, escape);
        entrypoint = entrypoints.get(image);
        stage = name;
        break;
      }
      case 'SHELL':
        shell = dialectOfProgram(operand.list?.[0] ?? '');
        break;
      case 'ENTRYPOINT':
        entrypoint = operand.list === undefined ? undefined : instruction;
        running.push({ instruction, shell, entrypoint: undefined });
        break;
      case 'CMD':
        running.push({
          instruction,
          shell,
          entrypoint: instruction.outer === undefined ? entrypoint : undefined,
        });
        break;
      case 'RUN':
      case 'COPY':
      case 'ADD':
        running.push({ instruction, shell, entrypoint: undefined });
    }
    if (stage !== '') {
      shells.set(stage, shell);
      entrypoints.set(stage, entrypoint);
    }
  }
  return running;
}

function defaultShell(image: string, escape: EscapeSign): Dialect {
  return escape === '`' || windows.test(image) ? 'cmd' : 'bash';
}
