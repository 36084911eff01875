import type { Dialect } from '../../model';
import { dialectOfShell } from '../embedded/shellNames';
import { at, entriesOf, textAt, type YamlNode, type YamlScalar } from './tree';

/** An action of GitHub with a script among its inputs. */
interface ScriptAction {
  /** The input that holds the script; the case of inputs does not count. */
  readonly input: string;
  readonly dialect: Dialect;
  /** The input that names another shell, if there is one. */
  readonly shell?: string;
  /** True if the script runs elsewhere than the steps, whose session it does not share. */
  readonly isElsewhere?: true;
}

/** Source: the `action.yml` of each. */
const actions: Readonly<Record<string, ScriptAction>> = {
  'azure/cli': { input: 'inlinescript', dialect: 'bash' },
  'azure/powershell': { input: 'inlinescript', dialect: 'powershell' },
  'nick-fields/retry': { input: 'command', dialect: 'bash', shell: 'shell' },
  'nick-invision/retry': { input: 'command', dialect: 'bash', shell: 'shell' },
  'addnab/docker-run-action': { input: 'run', dialect: 'bash', shell: 'shell', isElsewhere: true },
  'appleboy/ssh-action': { input: 'script', dialect: 'bash', isElsewhere: true },
};

/** The script that a step gives to an action. */
export interface ActionScript {
  /** The input as the step spells it. */
  readonly input: string;
  readonly value: YamlScalar;
  readonly dialect: Dialect;
  readonly isElsewhere: boolean;
}

/** Takes a step, returns the script among the inputs of its action; undefined if there is none. */
export function actionScript(step: YamlNode | undefined): ActionScript | undefined {
  const [name = ''] = (textAt(step, 'uses') ?? '').toLowerCase().split('@');
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) return undefined;
  const inputs = at(step, 'with');
  const entry = entriesOf(inputs).find(({ key }) => key.toLowerCase() === action.input);
  const shell = action.shell === undefined ? undefined : textAt(inputs, action.shell);
  const dialect = shell === undefined ? action.dialect : dialectOfShell(shell);
  if (entry?.value?.kind !== 'scalar' || dialect === undefined) return undefined;
  const isElsewhere = action.isElsewhere === true;
  return { input: entry.key, value: entry.value, dialect, isElsewhere };
}

/** Says whether an input of an action holds its script. */
export function isScriptInput(uses: string, input: string): boolean {
  const [name = ''] = uses.toLowerCase().split('@');
  return Object.hasOwn(actions, name) && actions[name]?.input === input.toLowerCase();
}
