// Providers of identity for tests: a real one (oidc-provider) in this process, and one that forges what it is told to.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as jose from "jose";
import type { ClientMetadata, Provider } from "oidc-provider";
import { useOutgoing } from "#core/net/outgoing.ts";
import { atTheEnd } from "./db.ts";

/** What the provider says of a person beside the subject. */
export type Person = { amr?: string[]; acr?: string; claims?: Record<string, unknown> };

export type RealProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where our product is told to come back to, and where it hears of sign-outs. */
  register(redirectUri: string, backchannelLogoutUri?: string): Promise<void>;
  /** Who there is; the sign-in page of the provider asks for one of them. */
  people: Map<string, Person>;
  /** Whoever is set here signs in without a page; null: the page asks. */
  next: string | null;
};

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  atTheEnd(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
};

const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let body = "";
  for await (const piece of request) body += String(piece);
  return new URLSearchParams(body);
};

/** It warns of every setting that is for development only, which here all of them are. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { info, warn } = console;
  Object.assign(console, { info: () => undefined, warn: () => undefined });
  try {
    return await work();
  } finally {
    Object.assign(console, { info, warn });
  }
}

export async function realProvider(host = "localhost"): Promise<RealProvider> {
  useOutgoing(["localhost", "127.0.0.1"]);
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) =>
    response.writeHead(503).end();
  const port = await listen(createServer((request, response) => handle(request, response)));
  const { privateKey } = await jose.generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await jose.exportJWK(privateKey)), use: "sig", alg: "RS256" };
  const idp: RealProvider = {
    issuer: `http://${host}:${port}`,
    clientId: "yagura",
    clientSecret: "a secret that only these two know, 32 bytes or more",
    people: new Map(),
    next: null,
    register: async (redirectUri, backchannelLogoutUri) => {
      const client = {
        client_id: idp.clientId,
        client_secret: idp.clientSecret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [`${new URL(redirectUri).origin}/sign-in`],
        ...(backchannelLogoutUri
          ? { backchannel_logout_uri: backchannelLogoutUri, backchannel_logout_session_required: true }
          : {}),
      };
      handle = await serverOf(idp, client as ClientMetadata, jwk);
    },
  };
  // So that it can be discovered before anybody is registered.
  await idp.register("http://localhost/nowhere");
  return idp;
}

async function serverOf(idp: RealProvider, client: ClientMetadata, jwk: jose.JWK) {
  const provider = await quietly(async () => {
    const { Provider: Real } = await import("oidc-provider");
    const hour = 3600;
    return new Real(idp.issuer, {
      ttl: { Interaction: hour, Grant: hour, Session: hour, AccessToken: hour, IdToken: hour },
      clients: [client],
      jwks: { keys: [jwk as never] },
      cookies: { keys: ["of a test"] },
      conformIdTokenClaims: false,
      claims: { openid: ["sub", "amr", "acr", "oid", "tid", "groups", "email", "name"] },
      features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
      // Its own guard against private addresses is not what is tested here: our product listens on one.
      fetch: (url, init) => {
        const { dispatcher: _guard, ...options } = (init ?? {}) as RequestInit & { dispatcher?: unknown };
        return fetch(url, options);
      },
      interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_ctx, sub) => ({
        accountId: sub,
        claims: () => ({ sub, ...idp.people.get(sub)?.claims }),
      }),
      loadExistingGrant: async (ctx) => {
        const grant = new ctx.oidc.provider.Grant({
          clientId: ctx.oidc.client?.clientId ?? "",
          accountId: ctx.oidc.session?.accountId ?? "",
        });
        grant.addOIDCScope("openid");
        await grant.save();
        return grant;
      },
    });
  });
  const plainly = provider.callback();
  const callback: typeof plainly = (request, response) => quietly(async () => plainly(request, response));
  return (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith("/interaction/")) void interact(idp, provider, request, response);
    else void callback(request, response);
  };
}

async function interact(
  idp: RealProvider,
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const login = idp.next ?? (request.method === "POST" ? (await bodyOf(request)).get("login") : null);
  if (login === "cancel")
    return provider.interactionFinished(request, response, {
      error: "access_denied",
      error_description: "no",
    });
  if (login && idp.people.has(login)) {
    const { amr, acr } = idp.people.get(login) ?? {};
    const result = {
      login: { accountId: login, remember: true, ...(amr ? { amr } : {}), ...(acr ? { acr } : {}) },
    };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(`<!doctype html><html lang="en">
    <title>Test provider</title><form method="post"><label>Who are you? <input name="login"></label>
    <button>Go on</button></form></html>`);
}

/** What a browser does between our page and its return: follows the provider with its cookies. @returns the query brought back. */
export async function throughProvider(address: string, jar = new Map<string, string>()): Promise<string> {
  let at = new URL(address);
  for (let step = 0; step < 12; step += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(at, { redirect: "manual", headers: cookie ? { cookie } : {} });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const [name = "", ...rest] = pair.split("=");
      if (rest.join("=") === "") jar.delete(name);
      else jar.set(name, rest.join("="));
    }
    const to = answer.headers.get("location");
    if (!to)
      throw new Error(`the provider stopped with ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
    at = new URL(to, at);
    if (at.pathname.startsWith("/sign-in/return/")) return at.search.slice(1);
  }
  throw new Error("the provider leads in circles");
}

export type Forgery = {
  /** Claims laid over the right ones; undefined takes one away. */
  claims?: Record<string, unknown>;
  /** How the token is signed: by the published key, by another one under its name, by the client's secret, or not at all. */
  signedBy?: "own" | "other" | "secret" | "none";
};

export type ForgingProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the next token says; the nonce is the one that was asked for unless it is laid over. */
  forge: Forgery;
  /** Codes that it was given, with the verifier that came along. */
  redeemed: { code: string | null; verifier: string | null }[];
  /** The answer that it would send the browser back with. */
  answerTo(address: string, query?: Record<string, string>): string;
  logoutToken(claims: Record<string, unknown>, signedBy?: "own" | "other"): Promise<string>;
  isDown: boolean;
};

/** Speaks the protocol by hand, so that each part of its answer can be made wrong alone. */
export async function forgingProvider(): Promise<ForgingProvider> {
  useOutgoing(["localhost", "127.0.0.1"]);
  const own = await jose.generateKeyPair("RS256", { extractable: true });
  const other = await jose.generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await jose.exportJWK(own.publicKey)), use: "sig", alg: "RS256", kid: "own" };
  let nonce = "";
  const idp = {
    issuer: "",
    clientId: "yagura",
    clientSecret: "a secret that only these two know, 32 bytes or more",
    forge: {},
    redeemed: [],
    isDown: false,
    answerTo(address, query = {}) {
      const asked = new URL(address).searchParams;
      nonce = asked.get("nonce") ?? "";
      return new URLSearchParams({
        code: "code",
        state: asked.get("state") ?? "",
        iss: idp.issuer,
        ...query,
      }).toString();
    },
    logoutToken: (claims, signedBy = "own") =>
      new jose.SignJWT({ events: { "http://schemas.openid.net/event/backchannel-logout": {} }, ...claims })
        .setProtectedHeader({ alg: "RS256", kid: "own", typ: "logout+jwt" })
        .setIssuer(idp.issuer)
        .setAudience(idp.clientId)
        .setIssuedAt()
        .setJti(crypto.randomUUID())
        .sign(signedBy === "own" ? own.privateKey : other.privateKey),
  } as ForgingProvider;
  const token = async () => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: idp.issuer,
      sub: "victim",
      aud: idp.clientId,
      iat: now,
      exp: now + 300,
      nonce,
      ...idp.forge.claims,
    };
    const { signedBy = "own" } = idp.forge;
    const body = JSON.parse(JSON.stringify(claims)) as jose.JWTPayload;
    if (signedBy === "none") return new jose.UnsecuredJWT(body).encode();
    if (signedBy === "secret")
      return new jose.SignJWT(body).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(idp.clientSecret));
    const key = signedBy === "own" ? own.privateKey : other.privateKey;
    return new jose.SignJWT(body).setProtectedHeader({ alg: "RS256", kid: "own" }).sign(key);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const json = (body: unknown) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (idp.isDown) return response.writeHead(503).end();
    if (request.url === "/jwks") return json({ keys: [jwk] });
    if (request.url === "/token") {
      const body = await bodyOf(request);
      idp.redeemed.push({ code: body.get("code"), verifier: body.get("code_verifier") });
      return json({ access_token: "x", token_type: "bearer", id_token: await token() });
    }
    return json({
      issuer: idp.issuer,
      authorization_endpoint: `${idp.issuer}/authorize`,
      token_endpoint: `${idp.issuer}/token`,
      jwks_uri: `${idp.issuer}/jwks`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
      authorization_response_iss_parameter_supported: true,
    });
  };
  const port = await listen(createServer((request, response) => void answer(request, response)));
  idp.issuer = `http://localhost:${port}`;
  return idp;
}
