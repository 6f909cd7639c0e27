// What a provider's answer means to us: pure decisions over claims.

export type Claims = Readonly<Record<string, unknown>>;

export type Meaning = {
  issuer: string;
  subjectClaim: string;
  factorValues: readonly string[];
  requiredClaim: string | null;
  requiredValue: string | null;
};

const word = (value: unknown): string | null =>
  typeof value === "string" && value !== "" && value.length <= 255 ? value : null;

/**
 * The name that the provider gives to one person for ever: `sub` (OpenID Connect Core 5.7), or the object id of Entra ID,
 * which counts only together with the tenant that the issuer names.
 */
export function subjectOf(meaning: Meaning, claims: Claims): string | null {
  if (meaning.subjectClaim === "sub") return word(claims["sub"]);
  const tenant = word(claims["tid"]);
  if (!tenant || !new URL(meaning.issuer).pathname.split("/").includes(tenant)) return null;
  return word(claims["oid"]);
}

const listed = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) =>
    ["string", "number", "boolean"].includes(typeof one) ? [String(one)] : [],
  );

/** Whether the provider lets this person in here at all: a group, a role, whatever the claim was chosen for. */
export function hasRequiredClaim(meaning: Meaning, claims: Claims): boolean {
  if (meaning.requiredClaim === null) return true;
  return listed(claims[meaning.requiredClaim]).includes(meaning.requiredValue ?? "");
}

/** Whether the provider says, in one of the words chosen for it, that a second factor was used (`amr`, `acr`). */
export function assertsSecondFactor(meaning: Meaning, claims: Claims): boolean {
  const said = [...listed(claims["amr"]), ...listed(claims["acr"])];
  return meaning.factorValues.some((value) => said.includes(value));
}

/** How the person proved it there (RFC 8176), as far as these are plain words. */
export function methodsOf(claims: Claims): string[] {
  const said = Array.isArray(claims["amr"]) ? listed(claims["amr"]) : [];
  return ["provider", ...said.filter((one) => /^[a-z0-9_-]{1,20}$/.test(one)).slice(0, 5)];
}

/** Clocks differ; a person who signed in just before is meant as well. */
const leewaySeconds = 60;

/** Whether the person proved it to the provider after we had asked for it anew (`max_age=0`). */
export function provedSince(claims: Claims, asked: Date): boolean {
  const at = claims["auth_time"];
  return typeof at === "number" && at >= asked.getTime() / 1000 - leewaySeconds;
}

/** A place within the product, or its first page: what came back must not lead anywhere else. */
export const insideOnly = (to: string | null | undefined): string =>
  to && /^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : "/";

export const domainOf = (loginName: string): string | null =>
  /@([^@\s]+)$/.exec(loginName.normalize("NFKC").trim().toLowerCase())?.[1] ?? null;

/** Days before a secret's end on which it is warned of, the last of them the end itself. */
export const warningDays = [30, 14, 3, 0] as const;

export const journeyMinutes = 10;
