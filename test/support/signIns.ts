import type { Command, SignIn } from '../../server/src/model';
import { readSimpleCommand } from '../../server/src/shells/bash/simpleCommand';
import { readSignIn } from '../../server/src/signIns';

/** Reads a command line of bash that stands alone in a script. */
export function signInOf(
  line: string,
  minimumAzureCliVersion?: readonly [number, number],
): SignIn | undefined {
  const { words, assignments, redirections, range } = readSimpleCommand(line, 0, false);
  const command: Command = {
    ...{ words, assignments, redirections, range, wrapper: [], nesting: [], statement: range },
    ...{ operator: undefined, exitStatus: 'unused', inBackticks: false, confidence: 'certain' },
  };
  return readSignIn(command, 'bash', { minimumAzureCliVersion });
}
