import { renameOption, replaceOptions } from '../identities/arguments';
import { needsVersion, whyArgumentsAreOpen } from '../identities/rewriting';
import type { Change, GivenOption, OptionValue } from '../model';
import { tools } from '../signIns';
import { option } from '../signIns/option';
import { notRepaired, repairedBy, type OwnFix } from './repair';
import type { Rule } from './rule';
import { rangeOf, siteRange } from './site';
import { issue, sources } from './sources';

export const managedIdentityUsername: Rule = {
  id: 'managed-identity-username',
  summary: 'Names a managed identity with `--username`, which is no longer accepted',
  why: `\`az login --identity --username ID\` fails since Azure CLI 2.73: \`Passing the managed identity ID with --username is no
longer supported. Use --client-id, --object-id or --resource-id instead.\` Those options exist since 2.69; until 2.72
\`--username\` still works, with a warning.`,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'warning' },
  severityNote:
    'A warning if the setting `azmfa.minimumAzureCliVersion` is from 2.69 to 2.72, and nothing before that: there it is the only way.',
  confidence: 'Certain.',
  fixSafety:
    'Safe for a resource id, which is recognised by its form. A GUID or a variable may be a client id, an object id or (a variable) a resource id: that needs confirmation.',
  safety: 'needs-confirmation',
  tools: ['az login'],
  sources: [sources.signInCode, issue(30525)],
  cases: [
    {
      title: 'A user-assigned identity by `--username`',
      before: 'az login --identity ⟦--username "$IDENTITY_ID"⟧',
      after: 'az login --identity --client-id "$IDENTITY_ID"',
    },
    {
      title: 'A resource id, which only `--resource-id` takes',
      before: 'az login --identity ⟦-u "/subscriptions/$SUBSCRIPTION/resourceGroups/ops/$IDENTITY"⟧',
      after: 'az login --identity --resource-id "/subscriptions/$SUBSCRIPTION/resourceGroups/ops/$IDENTITY"',
    },
  ],
  check(signIn, _context, { minimumAzureCliVersion: oldest }) {
    const rejection = signIn.rejections.find(({ reason }) => reason === 'managed-identity-username');
    const username = option(signIn, 'username');
    if (!rejection && !(signIn.flow === 'managed-identity' && username)) return undefined;
    const range = rangeOf(username?.words ?? rejection?.words ?? [], siteRange(signIn));
    if (oldest && before(oldest, [2, 69])) return undefined;
    if (oldest && before(oldest, [2, 73])) {
      return {
        range,
        message:
          'Azure CLI 2.73 and later refuse a managed identity’s id in --username. Use --client-id, --object-id or --resource-id instead.',
        severity: 'warning',
      };
    }
    return {
      range,
      message:
        'The Azure CLI stops here: "Passing the managed identity ID with --username is no longer supported. Use --client-id, --object-id or --resource-id instead."',
    };
  },
  remedy(signIn, _context, settings) {
    const given = option(signIn, 'username');
    const value = given?.value;
    if (given === undefined || value === undefined) return notRepaired('There is no --username.');
    const open = whyArgumentsAreOpen(signIn);
    if (open !== undefined) return notRepaired(open);
    const overridden = signIn.options.filter(({ name }) => name === 'username').slice(0, -1);
    const dropped = (options: readonly GivenOption[]): readonly Change[] =>
      replaceOptions(signIn, new Map(options.map((each) => [each, undefined])));
    const kept = signIn.options.filter(({ name }) => name !== 'username');
    const common = (options: readonly GivenOption[]) => ({
      promises: tools[signIn.tool].flowOf(options, settings),
      reveals: ['rejected-arguments'] as const,
    });
    const other = ids.find((id) => option(signIn, id));
    if (other !== undefined) {
      return repairedBy({
        ...common(kept),
        id: 'managed-identity-username',
        title: `Drop --username, since --${other} names the identity`,
        safety: 'needs-confirmation',
        changes: dropped([...overridden, given]),
      });
    }
    const possible = possibleIds(value);
    if (possible.length === 0) {
      return notRepaired('This is neither a GUID nor a resource id, so it names no managed identity.');
    }
    const fixes = possible.flatMap((id): readonly OwnFix[] => {
      const rename = renameOption(signIn, given, id);
      if (rename === undefined) return [];
      return [
        {
          ...common([...kept, { ...given, name: id }]),
          id: `managed-identity-username:${id}`,
          title: `Name the identity with --${id}`,
          safety: isResourceId(value) ? 'safe' : 'needs-confirmation',
          changes: [rename, ...dropped(overridden)],
          prerequisites: [needsVersion(`--${id}`, 69)],
        },
      ];
    });
    return fixes.length > 0
      ? repairedBy(...fixes)
      : notRepaired('Quotes around option and value are in the way of renaming the option.');
  },
};

/** The options that name a user-assigned managed identity, the commonest first. */
const ids = ['client-id', 'object-id', 'resource-id'] as const;
type Id = (typeof ids)[number];

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Names of variables that say which id they hold. */
const namesOfIds: readonly (readonly [name: RegExp, id: Id])[] = [
  [/resource_?id$/i, 'resource-id'],
  [/(object|principal)_?id$/i, 'object-id'],
];

/** The options that a managed identity's id may belong to, likeliest first. */
function possibleIds({ value, variables }: OptionValue): readonly Id[] {
  switch (value.kind) {
    case 'known':
      if (value.text.startsWith('/')) return ['resource-id'];
      return guid.test(value.text) ? ['client-id', 'object-id'] : [];
    case 'partly-known':
      if (value.prefix.startsWith('/')) return ['resource-id'];
      return /^[0-9a-f-]+$/i.test(value.prefix) ? ['client-id', 'object-id'] : [];
    case 'unknown': {
      const named = namesOfIds.find(([name]) => variables.some((variable) => name.test(variable)))?.[1];
      return named === undefined ? ids : [named, ...ids.filter((id) => id !== named)];
    }
  }
}

/** Says whether a value certainly is a resource id; a variable may follow its beginning. */
function isResourceId({ value }: OptionValue): boolean {
  const start = value.kind === 'known' ? value.text : value.kind === 'partly-known' ? value.prefix : '';
  return /^\/subscriptions\//i.test(start);
}

function before(version: readonly [number, number], other: readonly [number, number]): boolean {
  return version[0] < other[0] || (version[0] === other[0] && version[1] < other[1]);
}
