import type { Command, Confidence, GivenOption, Range, SignIn, Value, Word } from '../model';
import type { Tool } from './tool';
import { lower, programName } from './words';

/**
 * A request for a token with a user's password, made by hand: `grant_type=password` posted to Microsoft Entra.
 *
 * Source: the reference of the flow (v2-oauth-ropc), for endpoints and parameters.
 */
export const tokenRequest: Tool = {
  id: 'token request',
  product: 'Microsoft Entra',
  candidates: [/\bgrant_type\b/i],
  read: readTokenRequest,
  flowOf: () => 'ropc',
  spell: (name) => name.replaceAll('-', '_'),
  joint: () => '=',
  explainOption: (name) => explanations[name] ?? '',
  principals: () => ['username'],
};

const explanations: Readonly<Record<string, string>> = {
  'grant-type': 'password: the token is for a user whose name and password are sent along.',
  username: 'The user’s name.',
  password: 'The user’s password.',
  'client-id': 'The app registration that asks for the token.',
  'client-secret': 'The secret of that app registration.',
  scope: 'What the token is for.',
  resource: 'What the token is for, at the older endpoint.',
  tenant: 'The Entra tenant, in the address.',
};

const programs = /^(?:curl|wget|invoke-restmethod|irm|invoke-webrequest|iwr)(?:\.exe)?$/i;

/** Stands for what only the run knows, in the text of a word. */
const open = '\0';

/** Microsoft Entra's own hosts, in every cloud. */
const hosts =
  /^(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|login\.windows\.net|sts\.windows\.net)$/i;

/** Addresses of other services with the same path: Azure AD B2C, external tenants, AD FS. */
const otherServices = /b2clogin\.com|ciamlogin\.com|\bb2c_1|\/adfs\//i;

/** The address of a token endpoint: its host, and the tenant. */
const endpoint =
  /(?:https?:\/\/)?([^/\s"']{0,200})\/([^/\s"']{1,200})\/oauth2\/(v2\.0\/)?token(?=$|[?#"'\s;}])/i;

function readTokenRequest(command: Command): SignIn | undefined {
  const [name, ...all] = command.words;
  if (name === undefined || !programs.test(programName(name))) return undefined;
  const words = all.filter(({ source }) => source.length <= longestWord);
  const address = words.flatMap((word) => addressIn(word) ?? [])[0];
  if (address === undefined) return undefined;
  const fields = words.flatMap((word) => (word === address.word ? [] : fieldsIn(word)));
  const grant = fields.findLast((field) => field.name === 'grant-type')?.value?.value;
  if (grant?.kind !== 'known' || grant.text.toLowerCase() !== 'password') return undefined;
  return {
    tool: 'token request',
    flow: 'ropc',
    possibleFlows: ['ropc'],
    intended: 'ropc',
    confidence: lower(command.confidence, address.confidence),
    command,
    site: [name],
    options: [...fields, ...address.tenant],
    extras: [],
    rejections: [],
  };
}

interface Address {
  readonly word: Word;
  readonly confidence: Confidence;
  /** The tenant, unless the address names any of a kind. */
  readonly tenant: readonly GivenOption[];
}

/** The address of Microsoft Entra's token endpoint in a word, or undefined. */
function addressIn(word: Word): Address | undefined {
  const read = flat(word);
  const { text } = read;
  const [match, host = '', tenant = '', isV2] = endpoint.exec(text) ?? [];
  if (match === undefined || otherServices.test(text)) return undefined;
  // Only the run knows the host; the path of the newer endpoint is Microsoft's own.
  const isUnknown = host.includes(open);
  if (isUnknown ? isV2 === undefined : !hosts.test(host)) return undefined;
  const at = text.indexOf(match) + match.indexOf(`/${tenant}/oauth2`) + 1;
  const isAny = /^(?:common|organizations|consumers)$/i.test(tenant);
  return {
    word,
    confidence: isUnknown ? 'likely' : 'certain',
    tenant: isAny ? [] : [fieldOf(word, read, 'tenant', at, at + tenant.length)],
  };
}

/** `name=value` of a form, behind `-d` and the like or in an address. */
const pair = /(?:^|[&?]|^-d|^-\w{1,20}:|^--[a-z-]{1,20}=)([a-z_]{1,40})=([^&]*)/gi;

/** A longer word is none of a request for a token. In UTF-16 code units. */
const longestWord = 20_000;

/** A form for a token has no more fields. */
const mostFields = 50;

/** `name = 'value'` of a hash table. */
const entry =
  /(?:^|[{;\n])[ \t]{0,200}["']?([a-z_]{1,40})["']?[ \t]{0,200}=[ \t]{0,200}('[^']*'|"[^"]*"|[^;\n}]+)/gi;

/** The fields of the form that a word sends. */
function fieldsIn(word: Word): readonly GivenOption[] {
  if (word.table !== undefined) {
    return word.table.entries.slice(0, mostFields).map(({ name, value: { range, source, value, parts } }) => {
      const variables = parts.flatMap((part) => (part.kind === 'variable' ? [part.name] : []));
      const read = { range, source, value, variables };
      return { name: houseName(name), words: [word], value: read, typographic: false };
    });
  }
  if (word.source.startsWith('@{')) {
    return firstOf(word.source.slice(1).matchAll(entry), (match) => {
      const [all, name = '', value = ''] = match;
      const start = word.range.start + 1 + match.index + all.length - value.length;
      return entryOf(word, houseName(name), value.trimEnd(), start);
    });
  }
  const read = flat(word);
  return firstOf(read.text.matchAll(pair), ({ 0: all, 1: name = '', 2: value = '', index }) => {
    const end = index + all.length;
    return fieldOf(word, read, houseName(name), end - value.length, end);
  });
}

function firstOf<T, R>(items: Iterable<T>, of: (item: T) => R): readonly R[] {
  const results: R[] = [];
  for (const item of items) {
    if (results.length >= mostFields) break;
    results.push(of(item));
  }
  return results;
}

function houseName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** An entry of a hash table; a value in quotes is known, another one is what the run makes of it. */
function entryOf(word: Word, name: string, source: string, start: number): GivenOption {
  const text = /^'([^']*)'$|^"([^"$`]*)"$/.exec(source);
  const variable = /^["']?\$(\w+(?::\w+)?)["']?$/.exec(source)?.[1];
  const value: Value = text ? { kind: 'known', text: text[1] ?? text[2] ?? '' } : { kind: 'unknown' };
  const variables = variable === undefined ? [] : [variable];
  const range = { start, end: start + source.length };
  return { name, words: [word], value: { range, source, value, variables }, typographic: false };
}

/** A field whose value stands between two offsets of a word's text. */
function fieldOf(
  word: Word,
  { text, offsets, variables }: Flat,
  name: string,
  from: number,
  to: number,
): GivenOption {
  const found = text.slice(from, to);
  const known = found.split(open)[0] ?? '';
  const value: Value = !found.includes(open)
    ? { kind: 'known', text: found }
    : known === ''
      ? { kind: 'unknown' }
      : { kind: 'partly-known', prefix: known };
  const [start, end] = [offsets[from]?.start, offsets[to - 1]?.end];
  const range: Range =
    from < to && start !== undefined && end !== undefined
      ? { start, end }
      : { start: word.range.end, end: word.range.end };
  return {
    name,
    words: [word],
    value: {
      range,
      source: word.source.slice(range.start - word.range.start, range.end - word.range.start),
      value,
      variables: variables.filter(({ at }) => at >= from && at < to).map((each) => each.name),
    },
    typographic: false,
  };
}

interface Flat {
  /** The word's text, with `open` for each part that only the run knows. */
  readonly text: string;
  /** Where each character of it comes from. */
  readonly offsets: readonly Range[];
  readonly variables: readonly { readonly at: number; readonly name: string }[];
}

function flat(word: Word): Flat {
  let text = '';
  const offsets: Range[] = [];
  const variables: { at: number; name: string }[] = [];
  for (const part of word.parts) {
    if (part.kind !== 'literal') {
      if (part.kind === 'variable') variables.push({ at: text.length, name: part.name });
      text += open;
      offsets.push(part.range);
      continue;
    }
    // Quotes may lie around the text; where something is escaped in it, the whole part stands for each character.
    const source = word.source.slice(part.range.start - word.range.start, part.range.end - word.range.start);
    const lead = source.indexOf(part.text);
    for (let i = 0; i < part.text.length; i++) {
      const start = part.range.start + lead + i;
      offsets.push(lead < 0 ? part.range : { start, end: start + 1 });
    }
    text += part.text;
  }
  return { text, offsets, variables };
}
