// All mails of a round arrive at a real mail server once, in the reader's language, through a kill -9 of the process that
// sends them - between two mails, and between the server's word and the database's.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { enrol } from "#core/events/dispatch.ts";
import { runTimed } from "#core/jobs/timed.ts";
import type { Log } from "#core/log.ts";
import { gatherMails } from "#modules/messages/gathering.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { testApp } from "./app.ts";
import { readOn } from "./read-on.ts";
import { atTheEnd } from "./db.ts";
import { addCompany, buildSmallGroup } from "./factories.ts";
import { mailServer } from "./smtp.ts";
import { until } from "./until.ts";

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const companies = 300;
const languages = ["ja", "en", "zh"] as const;
const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const folder = mkdtempSync(join(tmpdir(), "yagura-mail-kill-"));
const children = new Set<ChildProcess>();
atTheEnd(async () => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function startChild(port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["test/mail-process.ts", app.database.url, String(port), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  await once(child.stdout ?? child, "data");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
  children.delete(child);
}

const count = async (state: string) =>
  (await owner.query("select count(*)::int as n from mails where state = $1", [state])).rows[0].n as number;
/** Asked in one statement: a mail that goes from one state to the other between two would be in neither. */
const allEnded = () =>
  until(
    "every mail has ended",
    async () => {
      const { rows } = await owner.query("select from mails where state in ('waiting', 'sending') limit 1");
      return rows.length === 0 || undefined;
    },
    60_000,
  );

/** A company each with an officer who reads one of the three languages; then the round is launched. */
async function launchRound(): Promise<Map<string, string>> {
  const readers = new Map<string, string>();
  const round = crypto.randomUUID();
  const edition = crypto.randomUUID();
  await owner.query(
    `insert into editions (id, standard, edition, frame, content_sha256, state, effective_on, published_at)
     values ($1, 'T', '1', '{}', '\\x00', 'published', '2026-04-01', now())`,
    [edition],
  );
  await owner.query(
    `insert into rounds (id, kind, fiscal_year, name, edition_id, population_rule, opens_on, due_on, review_due_on, confirm_due_on, state, launched_at)
     values ($1, 'inspection', 2026, 'Round', $2, '{}', '2026-05-01', '2026-12-31', '2027-01-31', '2027-02-28', 'open', now())`,
    [round, edition],
  );
  for (let n = 0; n < companies; n += 1) {
    const company = await addCompany(owner, {
      code: `K${n}`,
      name: `Company ${n}`,
      parentId: group.divisions.one,
    });
    const language = languages[n % 3] ?? "en";
    const email = `officer${n}@mihon.example`;
    readers.set(email, language);
    await owner.query(
      `with p as (insert into people (company_id, family_name, email) values ($1, 'Officer', $2) returning id),
        a as (insert into accounts (person_id, company_id, login_name, password_hash, state, language) select id, $1, $2, '-', 'active', $3 from p),
        g as (insert into grants (person_id, company_id, role_id, unit_id, valid_from) select id, $1, 'security_officer', $1, '2020-04-01' from p),
        i as (insert into inspections (round_id, company_id, edition_id, tier, due_on) values ($4, $1, $5, 'T3', '2026-12-31') returning id)
       insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
       select 2026, 'inspection.answer', 'inspection', id, $1, 'inspection.answer', now(), now() + interval '30 days', 'Asia/Tokyo' from i`,
      [company, email, language, round, edition],
    );
  }
  await owner.query(
    "select record_event('round.launched', null, null, 'round', $1, null, null, '{}', null)",
    [round],
  );
  return readers;
}

test(`${companies} mails of a round arrive once each, in the reader's language, through kill -9`, async () => {
  await enrol(app.door.db, [messageMaker]);
  const readers = await launchRound();
  await readOn(app.door.db, owner, [messageMaker]);
  await runTimed(app.door.db, [gatherMails], quiet, new Date(Date.now() + 3_600_000));
  await owner.query("update mails set send_after = now()");
  assert.equal(await count("waiting"), companies);

  const smtp = await mailServer();
  // Mails on the wire are held back before they are taken, so that a process is killed with just these in hand.
  const holding = { from: companies / 3, free: [] as (() => void)[] };
  smtp.beforeTaking = (_to, n) =>
    n <= holding.from ? Promise.resolve() : new Promise((free) => holding.free.push(free));
  const onTheWire = (count: number) =>
    until(
      `${count} mails are on the wire`,
      async () => (holding.free.length >= count ? true : undefined),
      60_000,
    );
  const release = (from: number) => {
    holding.from = from;
    for (const free of holding.free.splice(0)) free();
  };

  // Killed with four in hand, none of them taken: their connections are gone before the server could keep them.
  const first = await startChild(smtp.settings.port);
  await onTheWire(4);
  smtp.isDeaf = true;
  await kill(first);
  release(companies / 3 + 8);
  await new Promise((done) => setImmediate(done));
  smtp.isDeaf = false;
  const taken = smtp.arrived.length;
  assert.equal(taken, companies / 3);
  assert.equal(await count("sending"), 4);

  // Killed between the server's word and the database's: what settles a mail waits behind this lock.
  const second = await startChild(smtp.settings.port);
  await onTheWire(4);
  await owner.query("begin");
  await owner.query("lock table mails in share row exclusive mode");
  const before = smtp.arrived.length;
  release(Number.POSITIVE_INFINITY);
  const journaled = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".sent"))
      .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean));
  await until("the journal has what the server took", async () => {
    const known = new Set(journaled());
    const last = smtp.arrived.slice(before);
    return (last.length === 4 && last.every((one) => known.has(one.messageId.slice(1, 37)))) || undefined;
  });
  assert.ok((await count("sending")) >= 4);
  await kill(second);
  await owner.query("commit");

  const third = await startChild(smtp.settings.port);
  await allEnded();
  await kill(third);
  const ids = smtp.arrived.map((one) => one.messageId);
  assert.equal(new Set(ids).size, companies, "none is missing");
  assert.equal(ids.length, companies, "none came twice");
  for (const { to, mail } of smtp.arrived)
    assert.match(String(mail.html), new RegExp(`<html lang="${readers.get(to)}">`));
  assert.equal(await count("sent"), companies);
});

test("killed between the server taking a mail and its word: nobody knows, so it comes again under the same Message-ID", async () => {
  const smtp = await mailServer();
  const { rows } = await owner.query(
    "update mails set state = 'waiting', ended_at = null, send_after = now(), expires_at = now() + interval '1 hour' where id = (select id from mails limit 1) returning id",
  );
  // The mail is kept by the server, whose word never leaves.
  let isTaken = false;
  const kept = [`<${rows[0].id}@mihon.example>`];
  smtp.beforeTaking = async () => {
    if (isTaken) return;
    isTaken = true;
    await new Promise(() => undefined);
  };
  const first = await startChild(smtp.settings.port);
  await until("the server took it", async () => isTaken || undefined);
  await kill(first);
  const second = await startChild(smtp.settings.port);
  await allEnded();
  await kill(second);
  assert.deepEqual(
    smtp.arrived.map((one) => one.messageId),
    kept,
  );
});

test("two processes share the outbox: every mail once", async () => {
  const smtp = await mailServer();
  await owner.query(
    "update mails set state = 'waiting', ended_at = null, send_after = now(), expires_at = now() + interval '1 hour'",
  );
  const pair = await Promise.all([startChild(smtp.settings.port), startChild(smtp.settings.port)]);
  await allEnded();
  await Promise.all(pair.map(kill));
  assert.equal(new Set(smtp.arrived.map((one) => one.messageId)).size, companies);
  assert.equal(smtp.arrived.length, companies);
});
