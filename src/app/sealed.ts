// Every column that holds a sealed value. A change of the secret seals them anew; a purpose that is sealed somewhere and
// stands in neither list fails a test (rotating.test.ts).
import type { SealedColumn } from "#core/db/reseal.ts";

export const sealedColumns: readonly SealedColumn[] = [
  { table: "factors", column: "secret", id: "id", purpose: "totp" },
  { table: "identity_connections", column: "client_secret", id: "id", purpose: "oidc client" },
  { table: "mails", column: "sealed", id: "id", purpose: "mail" },
  { table: "offline_packs", column: "passphrase", id: "id", purpose: "offline pack" },
  { table: "receivers", column: "secret", id: "id", purpose: "receiver" },
  { table: "receivers", column: "secret_before", id: "id", purpose: "receiver before" },
];

/**
 * Purposes of values that live for minutes: a change of the secret ends them, and whoever waits begins anew. Of reports without a session also
 * the marks by which those of one sender or of the same words are told for a day: they are no seals, and nothing is read from them.
 */
export const shortLived: readonly string[] = [
  "oidc verifier",
  "report task",
  "report sender",
  "report words",
];
