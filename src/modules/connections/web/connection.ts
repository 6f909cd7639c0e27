// What the steps of setting up share.
import type { Input, Output } from "#core/contract.ts";
import type { connections } from "../contract.ts";

export type Connection = Output<typeof connections.getConnection>;
export type Listed = Output<typeof connections.listConnections>["rows"][number];
export type Change = Input<typeof connections.changeConnection>;

/** The settings as they are, for a change of some of them. */
export const settingsOf = (of: Connection): Change => ({
  id: of.id,
  rowVersion: of.rowVersion,
  name: of.name,
  names: of.names,
  issuer: of.issuer,
  clientId: of.clientId,
  secretExpiresOn: of.secretExpiresOn,
  domains: of.domains,
  subjectClaim: of.subjectClaim,
  factorValues: of.factorValues,
  requiredClaim: of.requiredClaim,
  requiredValue: of.requiredValue,
  signsOut: of.signsOut,
});

/** As people paste it: the address of the description of the provider is not its issuer. */
export const issuerOf = (pasted: string): string =>
  pasted
    .normalize("NFKC")
    .trim()
    .replace(/\/\.well-known\/.*$/, "");

export const wordsOf = (text: string): string[] => [
  ...new Set(
    text
      .normalize("NFKC")
      .split(/[,、，;\s]+/)
      .filter(Boolean),
  ),
];

/** From when on the end of a secret is a matter of today. */
export const soonDays = 30;

export type ClientForm = Omit<Change, "domains" | "factorValues" | "clientSecret"> & {
  domains: string;
  factorValues: string;
  secret: string;
};
