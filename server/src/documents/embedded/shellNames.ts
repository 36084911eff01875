import type { Dialect } from '../../model';

const dialects: Readonly<Record<string, Dialect>> = {
  sh: 'bash',
  bash: 'bash',
  zsh: 'bash',
  ksh: 'bash',
  dash: 'bash',
  ash: 'bash',
  pwsh: 'powershell',
  powershell: 'powershell',
  cmd: 'cmd',
};

/** Takes the name of a shell, or a command line that begins with its name or path; undefined if it is of no shell. */
export function dialectOfShell(commandLine: string): Dialect | undefined {
  const name = /^\s*(?:\S*[/\\])?([\w-]+)/.exec(commandLine)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(dialects, name) ? dialects[name] : undefined;
}
