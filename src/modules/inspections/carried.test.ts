// Answers of last year under the edition after: proposed, shown beside, or neither, as the authors decided (T-10).
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound, type TestControl } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { inspections } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const company = group.companies.own;
const officer = app.as((await signedIn(owner, { companyId: company, role: "security_officer" })).token);
app.setNow(new Date("2026-11-24T03:00:00Z"));

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${name}-${index + 1}` }));
const ids = (name: string, count: number) => numbered(name, count).map((one) => one.id);

type Change = readonly [change: string, carry: string, fromIds: readonly string[]];
async function nextEdition(
  previousId: string,
  edition: string,
  controls: TestControl[],
  changes: Readonly<Record<string, Change>>,
) {
  const id = await addEdition(owner, { edition, previousId, controls });
  for (const { id: controlId } of controls) {
    const [change, carry, from] = changes[controlId] ?? ["unchanged", "propose", [controlId]];
    await owner.query(
      "insert into edition_changes (edition_id, control_id, change, carry, from_ids) values ($1, $2, $3, $4, $5)",
      [id, controlId, change, carry, from],
    );
  }
  return id;
}

const same = numbered("SAME", 3);
const first = await addEdition(owner, {
  edition: "2026",
  controls: [...same, ...numbered("CHG", 5), ...numbered("OLD", 2)],
});
const second = await nextEdition(first, "2027", [...same, ...numbered("CHG", 5), ...numbered("NEW", 3)], {
  "CHG-1": ["changed", "show", ["CHG-1"]],
  "CHG-2": ["changed", "none", ["CHG-2"]],
  "CHG-3": ["reworded", "propose", ["CHG-3"]],
  "CHG-4": ["merged", "show", ["CHG-4", "OLD-1"]],
  "CHG-5": ["changed", "show", ["CHG-5"]],
  "NEW-1": ["split", "show", ["CHG-5"]],
  "NEW-2": ["new", "none", []],
  "NEW-3": ["new", "none", []],
});
const before = await addOpenRound(owner, { editionId: first, companies: [company], fiscalYear: 2025 });
const last = before.inspections.get(company) ?? "";
for (const controlId of [...ids("SAME", 3), ...ids("CHG", 5), ...ids("OLD", 2)])
  await officer(inspections.saveAnswer, {
    id: last,
    controlId,
    verdict: "met",
    how: `last year ${controlId}`,
    rowVersion: null,
  });
await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [last]);

async function asked(editionId: string, fiscalYear: number) {
  const round = await addOpenRound(owner, {
    editionId,
    companies: [company],
    fiscalYear,
    previousId: before.id,
  });
  const id = round.inspections.get(company) ?? "";
  const { rows } = await officer(inspections.listAskedControls, { id });
  return {
    proposed: rows.filter((row) => row.proposal !== null).map((row) => row.controlId),
    read: (controlId: string) => officer(inspections.getAskedControl, { id, controlId }),
  };
}

test("T-10 5 changed, 3 new, 2 withdrawn: only what asks the same is proposed", async () => {
  const { proposed, read } = await asked(second, 2026);
  assert.deepEqual(proposed, ["SAME-1", "SAME-2", "SAME-3", "CHG-3"], "CHG-3 is only worded otherwise");
  const changed = await read("CHG-1");
  assert.deepEqual(
    [changed.last?.answer.how, changed.last?.isSameControl, changed.change?.kind],
    ["last year CHG-1", false, "changed"],
  );
  assert.equal(changed.change?.before?.["en"], "CHG-1 requirement");
  const hidden = await read("CHG-2");
  assert.deepEqual([hidden.last, hidden.change?.kind], [null, "changed"]);
  assert.equal((await read("SAME-1")).change, null);
  const reworded = await read("CHG-3");
  assert.deepEqual(
    [reworded.last?.isSameControl, reworded.change?.kind, reworded.change?.before?.["en"]],
    [true, "reworded", "CHG-3 requirement"],
    "proposed, and never without the words it was asked in",
  );
});

test("T-10 an answer read in a translation that alone reads otherwise now is shown with both, not proposed", async () => {
  const again = (id: string, language: "ja" | "zh") => ({
    id,
    requirement: {
      en: `${id} requirement`,
      ja: `${id} requirement（日本語）`,
      zh: `${id} requirement（中文）`,
      [language]: "otherwise",
    },
  });
  const third = await nextEdition(
    first,
    "2027-translated",
    [again("SAME-1", "ja"), again("SAME-2", "zh"), again("SAME-3", "ja")],
    {},
  );
  await owner.query(
    "update answers set read_in = case when control_id = 'SAME-3' then null else 'ja' end where inspection_id = $1",
    [last],
  );
  const { proposed, read } = await asked(third, 2028);
  assert.deepEqual(proposed, ["SAME-2", "SAME-3"], "in another language, and where nobody knows in which");
  const one = await read("SAME-1");
  assert.deepEqual(
    [one.last?.answer.how, one.last?.isSameControl, one.last?.isTranslatedAnew, one.last?.correctedSince],
    ["last year SAME-1", true, true, null],
  );
  assert.deepEqual(
    [one.change?.kind, one.change?.before?.["ja"]],
    ["reworded", "SAME-1 requirement（日本語）"],
  );
  assert.equal((await read("SAME-2")).last?.isTranslatedAnew, false);
});

test("T-10 what is made of several, or split off, shows the answers of where it came from, and proposes none", async () => {
  const { read } = await asked(second, 2027);
  const merged = await read("CHG-4");
  assert.deepEqual(
    merged.change?.origins.map((one) => [one.controlId, one.answer?.how]),
    [
      ["CHG-4", "last year CHG-4"],
      ["OLD-1", "last year OLD-1"],
    ],
  );
  const split = await read("NEW-1");
  assert.equal(split.last, null);
  assert.deepEqual(
    split.change?.origins.map((one) => [one.controlId, one.answer?.how]),
    [["CHG-5", "last year CHG-5"]],
  );
  assert.deepEqual((await read("NEW-2")).change?.origins, []);
});

test("T-10 over two editions: what neither touched is proposed, the rest is followed back to its origin", async () => {
  const third = await nextEdition(second, "2028", [...same, ...numbered("CHG", 5), { id: "NEWER-1" }], {
    "SAME-3": ["changed", "show", ["SAME-3"]],
    "NEWER-1": ["split", "show", ["NEW-1"]],
  });
  const { proposed, read } = await asked(third, 2028);
  assert.deepEqual(proposed, ["SAME-1", "SAME-2", "CHG-3"]);
  assert.deepEqual(
    [(await read("CHG-1")).last?.answer.how, (await read("CHG-2")).last],
    ["last year CHG-1", null],
  );
  assert.deepEqual(
    (await read("NEWER-1")).change?.origins.map((one) => one.controlId),
    ["CHG-5"],
  );
});
