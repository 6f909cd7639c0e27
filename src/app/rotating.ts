// `yagura secrets rotate`: another secret for the installation, and everything that the one before has sealed sealed anew.
// May be broken off at any moment and begun again; runs beside a serving process, which takes the new key when it sees it.
import { join } from "node:path";
import { sql } from "kysely";
import pg from "pg";
import { type Config, secretKey } from "#core/config.ts";
import { endorseKeysBefore } from "#core/crypto/endorsement.ts";
import { beginKeyChange, endKeyChange } from "#core/crypto/key-file.ts";
import { sealingKeyId, sealingKeyIdOf, useSealingKeys } from "#core/crypto/secrets.ts";
import { runningAddress } from "#core/db/embedded.ts";
import { openDatabase } from "#core/db/pool.ts";
import { afterTransactionsOfNow, openAll, resealColumn, type SealedColumn } from "#core/db/reseal.ts";
import { StartError } from "#core/start-error.ts";
import { databaseName, open, type Say } from "./open.ts";
import { sealedColumns } from "./sealed.ts";
import { secretsBefore, useKeys } from "./secrets.ts";

/** @param columns all that hold sealed values. */
export async function rotateSecrets(
  config: Config,
  ownerUrl: string,
  say: Say,
  columns: readonly SealedColumn[] = sealedColumns,
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await holdAlone(client);
    takeNewKey(config, say);
    await sealAll(client, columns, say);
    // What a serving process had sealed before it saw the new key is committed by now, or never.
    await afterTransactionsOfNow(client);
    await sealAll(client, columns, say);
    await proveAll(config, client, columns, say);
    await note(ownerUrl);
    putAway(config, say);
  } finally {
    await client.end();
  }
}

async function holdAlone(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ held: boolean }>(
    "select pg_try_advisory_lock(hashtext('yagura.secrets')) as held",
  );
  if (!rows[0]?.held)
    throw new StartError("The secret is being changed by another process", "Wait until that one has ended.");
}

/** Of a file the next one is made; a variable was changed by the operator, who says what was there before. */
function takeNewKey(config: Config, say: Say): void {
  if (config.secretKey === null) {
    secretKey(config);
    say(
      beginKeyChange(config.dataFolder)
        ? "key: a new one is in use"
        : "key: going on with a change begun before",
    );
  } else if (config.secretKeysBefore.length === 0)
    throw new StartError(
      "SECRET_KEY is set, and SECRET_KEY_BEFORE is not",
      "Start every process with the new key as SECRET_KEY and the one in use until now as SECRET_KEY_BEFORE, then run this with the same (docs/operations/keys.md).",
    );
  useKeys(config);
  say(`key: ${sealingKeyId()}, before: ${secretsBefore(config).map(sealingKeyIdOf).join(", ")}`);
}

async function sealAll(client: pg.Client, columns: readonly SealedColumn[], say: Say): Promise<void> {
  for (const column of columns) {
    const name = `${column.table}.${column.column}`;
    const done = await resealColumn(client, column, (so) => say(`${name}: ${so} sealed anew`));
    if (done === 0) say(`${name}: nothing left to seal anew`);
  }
}

/** With the new key alone, as every process will have it from now on. */
async function proveAll(config: Config, client: pg.Client, columns: readonly SealedColumn[], say: Say) {
  useSealingKeys([secretKey(config)]);
  for (const column of columns)
    say(`${column.table}.${column.column}: ${await openAll(client, column)} open with the new key`);
  useKeys(config);
}

/** In one: which keys were ours, and that it happened. */
async function note(ownerUrl: string): Promise<void> {
  const { db, close } = openDatabase({ connectionString: ownerUrl, size: 1 });
  await db.transaction().execute(async (trx) => {
    await endorseKeysBefore(trx);
    await sql`select record_event('secret.changed', null, null, 'installation', null, null, null,
      ${JSON.stringify({ keyId: sealingKeyId() })}::jsonb, null)`.execute(trx);
  });
  await close();
}

function putAway(config: Config, say: Say): void {
  const [old] = secretsBefore(config);
  if (config.secretKey !== null) {
    say("done: SECRET_KEY_BEFORE may be taken away at the next start; keep that key with older backups");
    return;
  }
  if (!old) return;
  const place = endKeyChange(config.dataFolder, sealingKeyIdOf(old));
  useKeys(config);
  say(`done: the key before lies in ${place}; backups of before need it, nothing else does`);
}

/** For the command: the owner of the tables, of one's own PostgreSQL, of the running embedded one or of one started for it. */
export async function rotate(config: Config, say: Say): Promise<void> {
  const given =
    config.databaseOwnerUrl ??
    runningAddress(join(config.dataFolder, "postgres"))?.url("postgres", databaseName) ??
    null;
  if (given) return rotateSecrets(config, given, say);
  if (config.databaseUrl)
    throw new StartError(
      "The owner of the tables is needed, DATABASE_URL is not",
      "Set DATABASE_OWNER_URL for this command.",
    );
  const opened = await open(config, say, { migrates: false });
  try {
    await rotateSecrets(config, opened.ownerUrl ?? "", say);
  } finally {
    await opened.close();
  }
}
