import { deepEqual, equal } from 'node:assert/strict';
import type { Attendance, HostId, IdentityId } from '../../server/src/model';
import type { Grammar } from '../../server/src/shells/shell';
import { hosts } from '../../server/src/context/hosts';
import { loadAnalyser } from '../support/analyse';
import { loadGrammar } from '../support/grammar';
import { contextsOf as contextsIn } from './contexts';

let grammar: Grammar;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
});
const contextsOf = (text: string, host?: HostId) => contextsIn(grammar, text, host);

describe('attendance', () => {
  const cases: readonly (readonly [script: string, attended: Attendance, host?: HostId])[] = [
    ['az login', 'unknown'],
    ['az login </dev/null', 'unattended'],
    ['az login <&-', 'unattended'],
    ['az login 0</dev/null', 'unattended'],
    ['az login 2>/dev/null', 'unknown'],
    ['az login <answers', 'unknown'],
    ['[ -t 0 ] || exit 1\naz login', 'attended'],
    ['if [[ -t 1 ]]; then\naz login\nfi', 'attended'],
    ['test -t 0 && az login', 'attended'],
    ['tty -s && az login', 'attended'],
    ['[[ -z $CI && ( -t 0 ) ]] && az login', 'attended'],
    ['[[ $- == *i* ]] && az login', 'attended'],
    ['[ -n "$PS1" ] && az login', 'attended'],
    ['[ -f x ] && az login', 'unknown'],
    ['[[ $x == -t ]] && az login -t x.y', 'unknown'],
    ['read -p "Tenant: " TENANT\naz login', 'attended'],
    ['read -rs PASSWORD\naz login', 'attended'],
    ['read -r NAME\naz login', 'attended'],
    ['read -r NAME <settings\naz login', 'unknown'],
    ['read -r -u 3 NAME\naz login', 'unknown'],
    ['while read -r line; do\naz login\ndone <list', 'unknown'],
    ['select where in a b\ndo echo "$where"\ndone\naz login', 'attended'],
    ['echo "please read -p this"\naz login', 'unknown'],
    ['# [ -t 0 ]\naz login', 'unknown'],
    ['[ -t 0 ] || exit 1\naz login </dev/null', 'unattended'],
    ['read -p x y\naz login', 'unattended', 'gitlab'],
    ['az login', 'attended', 'laptop'],
    ['az login </dev/null', 'unattended', 'laptop'],
  ];
  for (const [script, attended, host] of cases) {
    it(`${JSON.stringify(script)}${host === undefined ? '' : ` on ${host}`}: ${attended}`, () => {
      equal(contextsOf(script, host).at(-1)?.attended, attended);
    });
  }
});

describe('a script of cmd', () => {
  let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
  before(async () => {
    analyse = await loadAnalyser();
  });
  const contextIn = (text: string) => analyse(text, { path: 'script.cmd' }).signIns.at(-1)?.context;

  const attended: readonly (readonly [script: string, attended: Attendance])[] = [
    ['call az login', 'unknown'],
    ['call az login <nul', 'unattended'],
    ['call az login 0<NUL', 'unattended'],
    ['call az login >nul 2>&1', 'unknown'],
    ['set /p NAME=Who?\ncall az login', 'attended'],
    ['@SET /P "NAME=Who? " & call az login', 'attended'],
    ['if not defined NAME set /p NAME=Who?\ncall az login', 'attended'],
    ['set /p NAME=<name.txt\ncall az login', 'unknown'],
    ['echo x | set /p NAME=\ncall az login', 'unknown'],
    ['set /a N=1\ncall az login', 'unknown'],
    ['set P=/p\ncall az login', 'unknown'],
    ['call az login\npause >nul', 'attended'],
    ['pause <nul\ncall az login', 'unknown'],
    ['choice /c yn /m "Sure?"\ncall az login', 'attended'],
    ['choice /c yn /t 10 /d y\ncall az login', 'unknown'],
    ['timeout /t 10\ncall az login', 'unknown'],
    ['rem pause\necho set /p\ncall az login', 'unknown'],
  ];
  for (const [script, expected] of attended) {
    it(`${JSON.stringify(script)}: ${expected}`, () => {
      equal(contextIn(script)?.attended, expected);
    });
  }

  const consumers: readonly (readonly [script: string, needsSubscription: boolean])[] = [
    ['call az login\ncall deploy.cmd', true],
    ['call az login\ncall "%~dp0deploy.bat" a b', true],
    ['call az login\n.\\scripts\\deploy.CMD', true],
    ['call az login\ncmd /c deploy.bat', true],
    ['call az login\npowershell -File "%~dp0deploy.ps1"', true],
    ['call az login\nterraform apply', true],
    ['call az login\ncall az vm list', true],
    ['call az login\ncall az.cmd account show', false],
    ['call az login\ncall :deploy', false],
    ['call az login\ntype deploy.cmd & rem deploy.cmd', false],
    ['call az login\ncall az account set -s x\ncall deploy.cmd', false],
  ];
  for (const [script, expected] of consumers) {
    it(`${JSON.stringify(script)}: ${expected ? 'needs' : 'does not need'} a subscription`, () => {
      equal(contextIn(script)?.following.needsSubscription, expected);
    });
  }
});

describe('cloud', () => {
  const cases: readonly (readonly [script: string, cloud: 'public' | 'sovereign'])[] = [
    ['az cloud set -n AzureUSGovernment\naz login', 'sovereign'],
    ['az cloud set --name AzureChinaCloud\naz login', 'sovereign'],
    ['az cloud set --name=azurechinacloud\naz login', 'sovereign'],
    ['az login\naz cloud set -n AzureUSGovernment', 'public'],
    ['az cloud set -n AzureUSGovernment\naz cloud set -n AzureCloud\naz login', 'public'],
    ['if x; then\naz cloud set -n AzureUSGovernment\nfi\naz login', 'public'],
    ['az cloud set -n "$CLOUD"\naz login', 'public'],
    ['echo az cloud set -n AzureUSGovernment\naz login', 'public'],
  ];
  for (const [script, cloud] of cases) {
    it(`${JSON.stringify(script)}: ${cloud}`, () => {
      equal(contextsOf(script).at(-1)?.cloud, cloud);
    });
  }
});

describe('following', () => {
  const cases: readonly (readonly [
    script: string,
    write: string | undefined,
    needsSubscription: boolean,
    choosesSubscription: boolean,
  ])[] = [
    ['az login', undefined, false, false],
    ['az login\naz group create -n a -l b', 'az group create -n a -l b', true, false],
    ['az login\naz group list\naz vm delete --ids x', 'az vm delete --ids x', true, false],
    ['az login\n"$BIN/az" group create -n a', '"$BIN/az" group create -n a', true, false],
    ['az login\n"$HERE/deploy.sh"', undefined, true, false],
    ['az login\naz account set -s x\naz group list', undefined, false, true],
    ['az login\naz group list\naz account set -s x', undefined, true, true],
    ['az login\naz group list --subscription x', undefined, false, true],
    [
      'az login\naz group create -n a --subscription x\naz vm list',
      'az group create -n a --subscription x',
      true,
      true,
    ],
    ['az login\naz ad user create --id x', undefined, false, false],
    ['az login\naz keyvault secret set --name x', undefined, false, false],
    ['az login\naz storage blob upload -f x', undefined, true, false],
    ['az login\naz storage blob upload -f x --auth-mode login', undefined, false, false],
    ['az login\naz version\naz config set a=b\naz account show', undefined, false, false],
    ['az login\naz devops project create --name x', undefined, false, false],
    ['az login\naz rest --method put --url x', undefined, true, false],
    ['az login\nterraform apply', undefined, true, false],
    ['az login\nterraform fmt', undefined, false, false],
    ['az login\n./deploy.sh', undefined, true, false],
    ['az login\nbash scripts/deploy.sh', undefined, true, false],
    ['az login\nchmod +x deploy.sh', undefined, false, false],
    ['az login\necho az group create', undefined, false, false],
    ['az login\naz login\naz group create -n a', undefined, false, false],
    ['az login\nif x; then\naz login\nfi\naz group create -n a', 'az group create -n a', true, false],
  ];
  for (const [script, write, needsSubscription, choosesSubscription] of cases) {
    it(JSON.stringify(script), () => {
      const first = contextsOf(script)[0];
      deepEqual(
        [first?.write, first?.following.needsSubscription, first?.following.choosesSubscription],
        [write, needsSubscription, choosesSubscription],
      );
    });
  }
});

describe('tenant evidence', () => {
  const one = '11111111-1111-1111-1111-111111111111';
  const cases: readonly (readonly [
    script: string,
    evidence: string | undefined,
    kind: string | undefined,
    variable: string | undefined,
  ])[] = [
    ['az login', undefined, undefined, undefined],
    [`TENANT_ID=${one}\naz login`, `TENANT_ID=${one}`, 'tenant-nearby', 'TENANT_ID'],
    ['MULTI_TENANT=true\naz login', undefined, undefined, undefined],
    ['TENANTS_FILE=tenants.txt\naz login', undefined, undefined, undefined],
    ['az login\nTENANT=contoso.example', 'TENANT=contoso.example', 'tenant-nearby', undefined],
    ['az login --tenant "$T"\naz login', '"$T"', 'tenant-nearby', 'T'],
    [
      'az login --tenant a.example\naz login --tenant b.example\naz login',
      'b.example',
      'two-tenants',
      undefined,
    ],
    [
      `TENANT=${one}\naz login --tenant "$TENANT"\naz login --tenant ${one}\naz login`,
      one,
      'tenant-nearby',
      undefined,
    ],
  ];
  for (const [script, evidence, kind, variable] of cases) {
    it(JSON.stringify(script), () => {
      const last = contextsOf(script).at(-1);
      deepEqual(
        [last?.tenant, last?.tenantEvidence?.kind, last?.tenantEvidence?.variable],
        [evidence, kind, variable],
      );
    });
  }
});

describe('guards', () => {
  const cases: readonly (readonly [script: string, guard: string | undefined])[] = [
    ['az account show >/dev/null 2>&1 || az login', 'az account show >/dev/null 2>&1'],
    ['if ! az account show; then\naz login\nfi', 'az account show'],
    ['az account show\naz login', undefined],
    ['az account show && az login', undefined],
    ['if az account show; then\necho yes\nfi\naz login', undefined],
  ];
  for (const [script, guard] of cases) {
    it(JSON.stringify(script), () => {
      equal(contextsOf(script)[0]?.guard, guard);
    });
  }
});

describe('hosts', () => {
  const managed: readonly IdentityId[] = ['user-assigned', 'system-assigned'];
  const first: Readonly<Partial<Record<HostId, IdentityId>>> = {
    'github-hosted': 'federated',
    'github-self-hosted': 'federated',
    'azure-pipelines': 'federated',
    gitlab: 'federated',
    circleci: 'federated',
    bitbucket: 'federated',
    jenkins: 'federated',
    'build-service': 'federated',
    kubernetes: 'federated',
    'image-build': 'federated',
    'azure-vm': 'user-assigned',
    'azure-app': 'user-assigned',
    'azure-automation': 'system-assigned',
    'azure-arc': 'system-assigned',
    'on-premises': 'certificate',
    'google-cloud': 'federated',
    aws: 'federated',
    laptop: 'user-with-tenant',
  };
  it('offers first what the policy says', () => {
    for (const [host, identity] of Object.entries(first))
      equal(hosts[host as HostId].offers[0], identity, host);
  });
  it('offers nothing that it rules out', () => {
    for (const { offers, never, title } of Object.values(hosts)) {
      deepEqual(
        offers.filter((identity) => never.includes(identity)),
        [],
        title,
      );
    }
  });
  it('rules managed identities out where the host is not on Azure, and the user where nobody is there', () => {
    for (const host of [
      'github-hosted',
      'gitlab',
      'kubernetes',
      'on-premises',
      'aws',
      'google-cloud',
      'laptop',
    ] as const) {
      for (const identity of managed)
        equal(hosts[host].never.includes(identity), true, `${identity} on ${host}`);
    }
    for (const { attended, never, title } of Object.values(hosts)) {
      equal(never.includes('user-with-tenant'), attended === 'unattended', title);
    }
  });
  it('settles nothing where the host is not known', () => {
    deepEqual(
      Object.entries(hosts).flatMap(([id, { settled }]) => (settled ? [] : [id])),
      ['shell', 'build-service', 'image-build', 'documentation'],
    );
  });
});
