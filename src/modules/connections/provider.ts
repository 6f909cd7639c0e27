// The protocol, by its library: OpenID Connect Core and Discovery 1.0, PKCE (RFC 7636), issuer in answers (RFC 9207).
// Every call leaves the house through fetchOutgoing; nothing here holds a connection of the database.
import * as jose from "jose";
import * as oidc from "openid-client";
import { unseal } from "#core/crypto/secrets.ts";
import { AppError } from "#core/errors.ts";
import { publicUrl } from "#core/http/public-url.ts";
import { fetchOutgoing } from "#core/net/outgoing.ts";
import type { Claims } from "./rules.ts";

export type Client = { id: string; issuer: string; clientId: string | null; clientSecret: Uint8Array | null };

export type Found = {
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  endSessionEndpoint: string | null;
  signsOut: boolean;
  namesItself: boolean;
  tellsSignOut: boolean;
  missing: string[];
};

export const secretOf = (id: string) => ({ purpose: "oidc client", of: id });

/** One per connection: an answer that was meant for another provider arrives at the wrong address (RFC 9700 4.4). */
export const redirectUri = (id: string) => `${publicUrl()}/sign-in/return/${id}`;
export const signInAddress = (id: string) => `${publicUrl()}/sign-in/${id}`;
export const logoutAddress = (id: string) => `${publicUrl()}/api/connections/${id}/back-channel-logout`;

const patienceSeconds = 10;

const outgoing: oidc.CustomFetch = (url, options) => fetchOutgoing(url, options as RequestInit);

/** Asymmetric ones alone: what the client's secret signs, whoever reads the secret can sign. */
const algorithms = [
  "RS256",
  "PS256",
  "ES256",
  "EdDSA",
  "Ed25519",
  "RS384",
  "RS512",
  "PS384",
  "PS512",
  "ES384",
  "ES512",
];

/**
 * Reads what the provider says about itself and holds it against what it was called: an issuer that names itself otherwise,
 * or that stands for many tenants at once, is none.
 */
export async function discover(client: Client): Promise<oidc.Configuration> {
  const isPlain = client.issuer.startsWith("http:");
  // A secret that no key at hand opens is our fault and not the provider's.
  const auth = clientAuth(client);
  let config: oidc.Configuration;
  try {
    config = await oidc.discovery(new URL(client.issuer), client.clientId ?? "none", {}, auth, {
      [oidc.customFetch]: outgoing,
      timeout: patienceSeconds,
      // Plain http is refused by fetchOutgoing already unless the operator allows that very host.
      execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
    });
  } catch (error) {
    const isAnother =
      error instanceof oidc.ClientError && error.code === "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED";
    throw (
      refusalOf(error) ??
      new AppError("invalid", isAnother ? "connection.other_issuer" : "connection.no_provider")
    );
  }
  const said = config.serverMetadata().issuer;
  if (/[{}]/.test(said)) throw new AppError("invalid", "connection.many_tenants");
  if (plainly(said) !== plainly(client.issuer)) throw new AppError("invalid", "connection.other_issuer");
  return config;
}

const plainly = (issuer: string) => issuer.replace(/\/$/, "");

/** Basic unless the provider only takes the other form (OpenID Connect Core 9). The library is told later, by name. */
function clientAuth(client: Client): oidc.ClientAuth {
  if (!client.clientSecret) return oidc.None();
  const secret = unseal(client.clientSecret, secretOf(client.id));
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, metadata, body, headers) => {
    const offered = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (offered.includes("client_secret_basic") ? basic : post)(server, metadata, body, headers);
  };
}

/** The refusal of our own way out, however deep the library has wrapped it. */
function refusalOf(error: unknown): AppError | null {
  if (error instanceof AppError)
    return error.code === "outgoing.no_answer"
      ? new AppError("unavailable", "connection.unreachable")
      : error;
  return error instanceof Error ? refusalOf(error.cause) : null;
}

export function foundOf(config: oidc.Configuration): Found {
  const said = config.serverMetadata();
  const missing = [
    ...(said.authorization_endpoint ? [] : ["authorization_endpoint"]),
    ...(said.token_endpoint ? [] : ["token_endpoint"]),
    ...(said.jwks_uri ? [] : ["jwks_uri"]),
    ...(said.response_types_supported?.includes("code") === false ? ["code"] : []),
    ...(said.code_challenge_methods_supported?.includes("S256") === false ? ["pkce"] : []),
  ];
  return {
    issuer: said.issuer,
    authorizationEndpoint: said.authorization_endpoint ?? "",
    tokenEndpoint: said.token_endpoint ?? "",
    endSessionEndpoint: said.end_session_endpoint ?? null,
    signsOut: said.end_session_endpoint !== undefined,
    namesItself: said.authorization_response_iss_parameter_supported === true,
    tellsSignOut: said["backchannel_logout_supported"] === true,
    missing,
  };
}

const kept = new Map<string, { config: Promise<oidc.Configuration>; until: number }>();
const keptMs = 600_000;

/** Kept for minutes, with the keys that the library reads anew when one is unknown. A changed client is another one. */
export function configurationOf(client: Client): Promise<oidc.Configuration> {
  const key = JSON.stringify([
    client.id,
    client.issuer,
    client.clientId,
    Buffer.from(client.clientSecret ?? []).toString("hex"),
  ]);
  const known = kept.get(key);
  if (known && known.until > Date.now()) return known.config;
  if (kept.size > 500) kept.clear();
  const config = discover(client);
  kept.set(key, { config, until: Date.now() + keptMs });
  config.catch(() => kept.delete(key));
  return config;
}

export type Proof = { state: string; nonce: string; verifier: string };

export const newProof = (): Proof => ({
  state: oidc.randomState(),
  nonce: oidc.randomNonce(),
  verifier: oidc.randomPKCECodeVerifier(),
});

/** Where the browser goes. @param isFresh the person has to prove it anew, however lately it was (prompt, max_age). */
export async function addressAt(
  config: oidc.Configuration,
  id: string,
  proof: Proof,
  isFresh: boolean,
): Promise<string> {
  return oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri(id),
    response_type: "code",
    scope: "openid",
    state: proof.state,
    nonce: proof.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(proof.verifier),
    code_challenge_method: "S256",
    ...(isFresh ? { prompt: "login", max_age: "0" } : {}),
  }).href;
}

export type Answered = { claims: Claims } | { problem: string };

/**
 * Takes the code to the provider and proves what comes back: state, issuer of the answer, signature, issuer, audience,
 * times and nonce of the ID token (OpenID Connect Core 3.1.3.7) are the library's checks.
 */
export async function redeem(
  client: Client,
  query: string,
  proof: Proof,
  isFresh: boolean,
): Promise<Answered> {
  try {
    const config = await configurationOf(client);
    const tokens = await oidc.authorizationCodeGrant(config, new URL(`${redirectUri(client.id)}?${query}`), {
      expectedState: proof.state,
      expectedNonce: proof.nonce,
      pkceCodeVerifier: proof.verifier,
      idTokenExpected: true,
      // That auth_time is there at all; how old it may be is measured from when we asked (rules.ts).
      ...(isFresh ? { maxAge: 3600 } : {}),
    });
    const claims = tokens.claims();
    return claims ? { claims } : { problem: "journey.not_proved" };
  } catch (error) {
    if (error instanceof oidc.AuthorizationResponseError) return { problem: "journey.declined" };
    return { problem: refusalOf(error)?.code ?? "journey.not_proved" };
  }
}

/** The keys that the provider signs with. @throws AppError where they cannot be had. */
export async function keysOf(config: oidc.Configuration): Promise<jose.JSONWebKeySet> {
  try {
    const answer = await fetchOutgoing(config.serverMetadata().jwks_uri ?? "", {
      signal: AbortSignal.timeout(patienceSeconds * 1000),
    });
    const said = (await answer.json()) as Partial<jose.JSONWebKeySet>;
    if (answer.ok && Array.isArray(said.keys) && said.keys.length > 0) return { keys: said.keys };
  } catch (error) {
    throw refusalOf(error) ?? new AppError("unavailable", "connection.no_keys");
  }
  throw new AppError("unavailable", "connection.no_keys");
}

const logoutEvent = "http://schemas.openid.net/event/backchannel-logout";

/** @returns whom the provider signs out, or null where the token is none of its (Back-Channel Logout 1.0, 2.6). */
export async function readLogoutToken(
  client: Client,
  token: string,
): Promise<{ subject: string | null; sid: string | null } | null> {
  try {
    const config = await configurationOf(client);
    const keys = jose.createLocalJWKSet(await keysOf(config));
    const { payload } = await jose.jwtVerify(token, keys, {
      issuer: config.serverMetadata().issuer,
      audience: client.clientId ?? "",
      algorithms,
      requiredClaims: ["iat", "jti", "events"],
      maxTokenAge: "5m",
      clockTolerance: 30,
    });
    const events = payload["events"] as Record<string, unknown> | null;
    if (typeof events?.[logoutEvent] !== "object" || "nonce" in payload) return null;
    const [subject, sid] = [payload.sub ?? null, payload["sid"] ?? null];
    return subject || sid ? { subject, sid: sid === null ? null : String(sid) } : null;
  } catch {
    return null;
  }
}
