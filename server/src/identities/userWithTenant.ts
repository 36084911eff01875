import type { Context, Refusal, SignIn } from '../model';
import { tools } from '../signIns';
import { isOn, option } from '../signIns/option';
import { rewriteArguments, type Wanted } from './arguments';
import type { Identity, Rewriter } from './identity';
import { tenantVariable } from './rewriting';
import { userWithTenantSetUp } from './setUp';

/** What a sign-in in a browser does not take, or ignores, in any tool. Source: azure-cli profile/custom.py. */
const drops: ReadonlySet<string> = new Set([
  'username',
  'password',
  'service-principal',
  'certificate',
  'use-cert-sn-issuer',
  'federated-token',
  'identity',
  'client-id',
  'object-id',
  'resource-id',
  'credential',
]);

const inOneTenant: Rewriter = (signIn, context, settings) => {
  const refusal = whyNot(signIn, context);
  if (refusal !== undefined) return refusal;
  const { name, isOwn } = tenantVariable(context, settings);
  const tenant: Wanted = {
    name: 'tenant',
    value: { variable: name },
    ...(!isOwn && { variable: 'tenantId' }),
    keepsGiven: true,
  };
  const { changes, variables, dropped } = rewriteArguments(signIn, [tenant], drops);
  const deviceCode = option(signIn, 'use-device-code');
  return {
    changes,
    promises: deviceCode && isOn(deviceCode) ? 'device-code' : 'interactive',
    variables,
    prerequisites: [],
    notes: [
      ...(dropped.includes('username') || dropped.includes('credential')
        ? [
            'Opens a browser in place of sending a password: somebody has to answer it, second factor included.',
          ]
        : []),
      ...(option(signIn, 'tenant')
        ? []
        : [
            `${tools[signIn.tool].spell('tenant')} hides the subscriptions of other tenants. For a guest it is the tenant that has the resources, not the domain of the user name.`,
          ]),
    ],
  };
};

/** The same user, in a browser or with a device code, in one tenant. */
export const userWithTenant: Identity = {
  id: 'user-with-tenant',
  title: 'Sign in as the same user, with --tenant',
  titles: { 'Connect-AzAccount': 'Sign in as the same user, with -Tenant' },
  where: 'on a laptop',
  description:
    'Where somebody is there to answer: the user signs in with a second factor and without a password.',
  rewrite: {
    'az login': inOneTenant,
    'Connect-AzAccount': inOneTenant,
    'azd auth login': () => ({
      refused: 'the user signs in here already, and no option of azd answers a second factor.',
    }),
  },
  setUp: userWithTenantSetUp,
};

function whyNot(signIn: SignIn, { attended, tenantEvidence, following }: Context): Refusal | undefined {
  if (signIn.intended.startsWith('service-principal-')) {
    return { refused: 'a service principal signs in here, and no user.' };
  }
  if (attended === 'unattended') return { refused: 'nobody is there to answer a second factor.' };
  const deviceCode = option(signIn, 'use-device-code')?.value?.value;
  if (deviceCode !== undefined && deviceCode.kind !== 'known') {
    return { refused: 'whether it asks for a device code is only decided when it runs.' };
  }
  const hasTenant = option(signIn, 'tenant') !== undefined;
  const missesTenant = signIn.intended === 'interactive' && !hasTenant && tenantEvidence !== undefined;
  if (attended !== 'attended' && !missesTenant) {
    return { refused: 'it is not known that somebody is there to answer a second factor.' };
  }
  if (!hasTenant && tenantEvidence?.kind !== 'tenant-nearby' && following.choosesSubscription) {
    return {
      refused: `a later command chooses a subscription, and ${tools[signIn.tool].spell('tenant')} would hide it if another tenant has it.`,
    };
  }
  return undefined;
}
