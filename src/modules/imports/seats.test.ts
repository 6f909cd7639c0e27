// Officers, executives and desks from a group office's list: who holds what, with the right and the way in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { access } from "#modules/access/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { addPerson, buildSmallGroup, type Id, signedIn } from "#test/factories.ts";
import { gather, importing, importingWith, shiftJis } from "#test/imports.ts";
import { imports } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, other, parent } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const colleague = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const officer = await signedIn(owner, { companyId: own, role: "security_officer", unitId: own });
const { check, apply, verdicts, settled } = await importing(app, office);
const asOffice = app.as(office.token);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;

async function person(
  companyId: Id,
  family: string,
  given: string,
  known: { code?: string; email?: string },
) {
  const id = await addPerson(owner, { companyId, familyName: family, givenName: given });
  await owner.query("update people set code = $2, email = $3 where id = $1", [
    id,
    known.code ?? null,
    known.email ?? null,
  ]);
  await owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2020-04-01')",
    [id, companyId],
  );
  return id;
}
const aoba = await person(own, "青葉", "薫", { code: "1001", email: "aoba@own.test" });
const [kondo] = [await person(sister, "近藤", "誠", { email: "kondo@sister.test" })];
await person(sister, "近藤", "誠", { code: "77" });

const held = async () =>
  (
    await owner.query<{ unit: string; purpose: string; who: string | null; from: string; to: string | null }>(
      `select u.code as unit, s.purpose, p.family_name as who, h.valid_from::text as from, h.valid_to::text as to
       from positions s join units u on u.id = s.unit_id left join position_holders h on h.position_id = s.id
       left join people p on p.id = h.person_id order by 1, 2, 4`,
    )
  ).rows.map(Object.values);
const again = async (id: string, choice: { withRights?: boolean; withAccounts?: boolean }) => {
  const { rowVersion } = await asOffice(imports.getImport, { id });
  await asOffice(imports.checkAgain, { id, rowVersion, ...choice });
  return settled(id);
};

const japanese = [
  "情報セキュリティ責任者一覧（2026年度）,,,,,,,,",
  "会社コード,会社名,役割,社員番号,氏名,メールアドレス,電話番号,就任日,代行",
  `Ｃ１,Own Ltd.,情報セキュリティ責任者,１００１,青葉　薫,,03-1234-5678,${today},`,
  `C1,,セキュリティ責任者,,伊藤 翼,ito@own.test,,${today},○`,
  `C1,,責任役員,,宇野 翔,uno@own.test,,${today},`,
  `C2,Sister Ltd.,情報セキュリティ責任者,,近藤 誠,,,${today},`,
  `C2,Sister Ltd.,情報セキュリティ責任者,,木村 光,,,2090/4/1,`,
  `D1,,事業部事務局,,佐野 楓,sano@parent.test,,${today},`,
  `C3,,事業部事務局,,田中 一,tanaka@other.test,,${today},`,
  `C9,,情報セキュリティ責任者,,田中 一,tanaka@other.test,,${today},`,
  `C3,,総務係,,田中 一,tanaka@other.test,,${today},`,
  `C3,,情報セキュリティ責任者,,田中 一,tanaka@other.test,,${today},山田`,
  ",,,,,,,,",
  "合計,,,,,,,,",
].join("\r\n");

test("R-12 a messy Japanese list of officers: each row has its verdict, what is right is entered as by hand", async () => {
  const { id, shown } = await check("seats", "責任者一覧.csv", shiftJis(japanese));
  assert.deepEqual(Object.keys(shown.mapping).toSorted(), [
    "code",
    "deputy",
    "email",
    "from",
    "name",
    "number",
    "person",
    "role",
    "telephone",
  ]);
  assert.deepEqual((await verdicts(id)).slice(2), [
    [3, "new", ""],
    [4, "new", ""],
    [5, "new", ""],
    [6, "error", "import.holder_ambiguous"],
    [7, "error", "import.holder_unknown"],
    [8, "new", ""],
    [9, "error", "import.role_not_here"],
    [10, "error", "import.unknown_seat_unit"],
    [11, "error", "import.unknown_role"],
    [12, "error", "import.deputy_own_row"],
    [13, "left_out", "import.blank_row"],
    [14, "left_out", "import.total_row"],
  ]);
  await asOffice(imports.decideRows, {
    id,
    rowNumbers: [6],
    decision: "choose",
    field: "person",
    candidateId: kondo,
  });
  // It opens accounts and gives rights: whoever has left the desk open gives nobody else that.
  await owner.query("update sessions set confirmed_at = now() - interval '16 minutes'");
  await assert.rejects(apply(id, { from: today }), { code: "session.confirmation_needed" });
  await owner.query("update sessions set confirmed_at = now() + interval '1 day'");
  const done = await apply(id, { from: today });
  assert.deepEqual([done.counts.added, done.counts.notApplied], [5, 0]);
  assert.deepEqual(await held(), [
    ["C1", "accountable_executive", "宇野", today, null],
    ["C1", "deputy_security_officer", "伊藤", today, null],
    ["C1", "security_officer", "青葉", today, null],
    ["C2", "security_officer", "近藤", today, null],
    ["D1", "division_secretary", "佐野", today, null],
  ]);
  const shownPerson = await asOffice(organization.getPerson, { id: aoba });
  assert.equal(shownPerson.telephone, "03-1234-5678");
  const { rows } = await owner.query(
    "select kind from employments e join people p on p.id = e.person_id where p.family_name = '宇野'",
  );
  assert.deepEqual(rows, [{ kind: "officer" }]);
  const grants = await owner.query("select from grants where reason = '責任者一覧.csv'");
  assert.equal(grants.rowCount, 0);
});

test("rights and accounts come with a tick, told per row before; the links are made once, for whoever applied", async () => {
  const { id } = await check("seats", "責任者一覧.csv", shiftJis(japanese));
  assert.equal((await verdicts(id)).find(([row]) => row === 3)?.[1], "same");
  const ticked = await again(id, { withRights: true, withAccounts: true });
  assert.deepEqual([ticked.withRights, ticked.counts.change], [true, 4]);
  const [first] = (await asOffice(imports.listImportRows, { id, verdict: "change" })).rows;
  assert.deepEqual(
    first?.differences.map((one) => one.field),
    ["right", "account"],
  );
  const done = await apply(id, { from: today });
  assert.deepEqual([done.counts.changed, done.counts.notApplied, done.links], [4, 0, { open: 4, unmade: 4 }]);
  const rights = await owner.query(
    `select g.role_id, u.code, g.valid_from::text as from from grants g join units u on u.id = g.unit_id
     where g.reason = '責任者一覧.csv' order by 1, 2`,
  );
  assert.deepEqual(rights.rows.map(Object.values), [
    ["company_executive", "C1", today],
    ["division_secretary", "D1", today],
    ["security_officer", "C1", today],
    ["security_officer", "C1", today],
  ]);
  const links = (who: string, more: { again?: boolean } = {}) =>
    app.as(who)(imports.makeImportLinks, { id, ...more });
  assert.deepEqual((await links(colleague.token)).rows, []);
  const made = await links(office.token);
  assert.deepEqual([made.rows.length, made.left], [4, 0]);
  assert.deepEqual(made.rows.map((row) => row.loginName).toSorted(), [
    "aoba@own.test",
    "ito@own.test",
    "sano@parent.test",
    "uno@own.test",
  ]);
  assert.deepEqual((await links(office.token)).rows, []);
  const [one] = made.rows;
  const kept = await owner.query("select from invitations where encode(token_hash, 'escape') = $1", [
    one?.token,
  ]);
  assert.equal(kept.rowCount, 0);
  const renewed = (await links(office.token, { again: true })).rows;
  assert.equal(renewed.length, 4);
  const reads = (token: string) => app.as("")(access.readInvitation, { token });
  await assert.rejects(
    reads(one?.token ?? ""),
    (error: unknown) => error instanceof AppError && error.code === "invitation.not_valid",
  );
  assert.equal((await reads(renewed[0]?.token ?? "")).loginName, renewed[0]?.loginName);
  const events = await owner.query(
    "select verb, count(*)::int as n from events where verb in ('account.opened', 'account.invited', 'account.invitation_renewed') group by 1 order by 1",
  );
  assert.deepEqual(events.rows.map(Object.values), [
    ["account.invitation_renewed", 4],
    ["account.invited", 4],
    ["account.opened", 4],
  ]);
});

test("an English list: a successor from a day on, a last day, two seats of somebody new, a name that does not fit", async () => {
  const { id } = await check(
    "seats",
    "officers.csv",
    Buffer.from(
      [
        "Company code,Role,Employee number,Family name,Given name,Mail address,First day,Last day",
        "C1,security officer,2002,Baker,Ann,baker@own.test,2090-04-01,2091-03-31",
        "C3,Security Officer,3001,Clark,Ben,clark@other.test,2090-04-01,",
        "C3,Accountable executive,3001,Clark,Ben,clark@other.test,2090-04-01,",
        "C1,Deputy security officer,1001,Aobe,Kaoru,,2090-04-01,",
        "C1,Accountable executive,,,,,,2089-12-31",
      ].join("\n"),
    ),
  );
  assert.deepEqual((await verdicts(id)).slice(1), [
    [2, "change", ""],
    [3, "new", ""],
    [4, "new", ""],
    [5, "conflict", "import.holder_named_otherwise"],
    [6, "change", ""],
  ]);
  const done = await apply(id, { from: today });
  assert.deepEqual([done.counts.added, done.counts.changed, done.counts.notApplied], [2, 2, 0]);
  assert.deepEqual(
    (await held()).filter(([unit, purpose]) => unit === "C3" || purpose === "security_officer"),
    [
      ["C1", "security_officer", "青葉", today, "2090-04-01"],
      ["C1", "security_officer", "Baker", "2090-04-01", "2091-04-01"],
      ["C2", "security_officer", "近藤", today, null],
      ["C3", "accountable_executive", "Clark", "2090-04-01", null],
      ["C3", "security_officer", "Clark", "2090-04-01", null],
    ],
  );
  const clarks = await owner.query("select from people where family_name = 'Clark' and company_id = $1", [
    other,
  ]);
  assert.equal(clarks.rowCount, 1);
});

for (const language of ["ja", "en", "zh"] as const) {
  test(`an export of the seats comes back without a change (${language})`, async () => {
    await owner.query("update accounts set language = $1 where person_id = $2", [language, office.personId]);
    for (const format of ["csv", "xlsx"] as const) {
      const content = contentOf(await asOffice(organization.exportSeats, { format }));
      const { id, shown } = await check(
        "seats",
        `seats.${format}`,
        await gather((await content?.open()) ?? Buffer.of()),
      );
      const told = (await verdicts(id)).slice(1);
      assert.equal(told.length, 8);
      assert.deepEqual(
        told.filter(([, verdict]) => verdict !== "same"),
        [],
        `${format}: ${JSON.stringify(shown.mapping)}`,
      );
    }
  });
}

test("a list of officers is the whole group's: who reaches one company neither opens nor reads it", async () => {
  await assert.rejects(
    importingWith(app, officer).open("seats", "mine.csv", shiftJis(japanese)),
    (error: unknown) => error instanceof AppError && error.code === "permission.missing",
  );
});
