// A connection that is on, as an officer would have set it up, and the way of a browser through it.
import type { Output } from "#core/contract.ts";
import { keptKeyOf } from "#core/http/browser-key.ts";
import { sessionTokenOf } from "#core/http/server.ts";
import { usePublicUrl } from "#core/http/public-url.ts";
import { connections } from "#modules/connections/contract.ts";
import { handlerOf, type TestApp } from "./app.ts";
import { throughProvider } from "./identity-provider.ts";

export const publicAddress = "http://yagura.test";

type Settings = Partial<{
  companyId: string | null;
  name: string;
  domains: string[];
  subjectClaim: "sub" | "oid";
  factorValues: string[];
  requiredClaim: string | null;
  requiredValue: string | null;
  signsOut: boolean;
  secretExpiresOn: string | null;
}>;
type Idp = { issuer: string; clientId: string; clientSecret: string };

export async function addConnection(
  app: TestApp,
  token: string,
  idp: Idp,
  settings: Settings = {},
): Promise<string> {
  usePublicUrl(publicAddress);
  const ask = app.as(token);
  const name = settings.name ?? "Test provider";
  const { id } = await ask(connections.addConnection, {
    companyId: settings.companyId ?? null,
    name,
    issuer: idp.issuer,
  });
  const { rowVersion } = await ask(connections.getConnection, { id });
  await ask(connections.changeConnection, {
    id,
    rowVersion,
    name,
    names: {},
    issuer: idp.issuer,
    clientId: idp.clientId,
    clientSecret: idp.clientSecret,
    secretExpiresOn: settings.secretExpiresOn ?? null,
    domains: settings.domains ?? [],
    subjectClaim: settings.subjectClaim ?? "sub",
    factorValues: settings.factorValues ?? [],
    requiredClaim: settings.requiredClaim ?? null,
    requiredValue: settings.requiredValue ?? null,
    signsOut: settings.signsOut ?? false,
  });
  return id;
}

/** Sets it on without a test log-in, for what is not about setting up. */
export async function connected(
  app: TestApp,
  token: string,
  idp: Idp,
  settings: Settings = {},
): Promise<string> {
  const id = await addConnection(app, token, idp, settings);
  await app.database.owner.query(
    "update identity_connections set state = 'on', tested_at = now() where id = $1",
    [id],
  );
  return id;
}

/** Subject and account, as registered by an officer. */
export async function register(
  app: TestApp,
  connectionId: string,
  accountId: string,
  subject: string,
): Promise<string> {
  const { rows } = await app.database.owner.query<{ id: string }>(
    `insert into identities (connection_id, account_id, company_id, issuer, claim, subject, linked_how)
     select c.id, a.id, a.company_id, c.issuer, c.subject_claim, $3, 'officer'
     from identity_connections c, accounts a where c.id = $1 and a.id = $2 returning id`,
    [connectionId, accountId, subject],
  );
  return rows[0]?.id ?? "";
}

export type Browser = { key: string | null; cookies: Map<string, string> };
export const newBrowser = (): Browser => ({ key: null, cookies: new Map() });

/** Any operation as one browser asks it, with the key that it keeps. */
export async function asBrowser<O>(
  app: TestApp,
  browser: Browser,
  operation: Parameters<TestApp["door"]["perform"]>[0],
  input: unknown,
  token: string | null = null,
): Promise<O> {
  const asker = { token, browserKey: browser.key };
  const output = await app.door.perform(operation, handlerOf(operation), asker, input as never);
  browser.key = keptKeyOf(output) ?? browser.key;
  return output as O;
}

type Ended = Output<typeof connections.endAtProvider>;

export async function comeBack(app: TestApp, browser: Browser, id: string, query: string) {
  const ended = await asBrowser<Ended>(app, browser, connections.endAtProvider, { id, query });
  return { ...ended, token: sessionTokenOf(ended) };
}

export const goTo = (
  app: TestApp,
  browser: Browser,
  id: string,
  more: { to?: string; invitationToken?: string } = {},
) => asBrowser<{ address: string }>(app, browser, connections.beginAtProvider, { id, ...more });

/** The whole way, as a person takes it who is known at the provider. */
export async function signInThrough(app: TestApp, id: string, browser = newBrowser(), to?: string) {
  const { address } = await goTo(app, browser, id, to ? { to } : {});
  return comeBack(app, browser, id, await throughProvider(address, browser.cookies));
}
