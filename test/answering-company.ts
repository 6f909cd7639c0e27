// A company before its inspection: the built-in standard, last year's locked answers with proof, and a provider of a
// shared service that has answered this year already.
import type pg from "pg";
import { sql } from "kysely";
import { openDatabase } from "#core/db/pool.ts";
import { bookOf } from "#modules/inspections/book.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import type { EditionContent } from "#modules/standards/edition.ts";
import { writeEdition } from "#modules/standards/service.ts";
import { addOpenRound } from "./editions.ts";
import { addCompany, addUnit, type Id, type SignedIn, signedIn } from "./factories.ts";

export type AnsweringCompany = {
  group: Id;
  division: Id;
  parent: Id;
  company: Id;
  inspectionId: Id;
  lastInspectionId: Id;
  roundId: Id;
  officer: SignedIn;
  second: SignedIn;
  helper: SignedIn;
  secretary: SignedIn;
};

export const today = () => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export async function buildAnsweringCompany(
  owner: pg.Client,
  ownerUrl: string,
  options: { tier?: string; dueInDays?: number; hasPlant?: boolean } = {},
): Promise<AnsweringCompany> {
  const tier = options.tier ?? "T4";
  await owner.query(
    `insert into group_settings (name, names, time_zone) values ('Mihon Group', '{"ja": "見本グループ"}', 'Asia/Tokyo')`,
  );
  const group = await addUnit(owner, {
    kind: "group",
    code: "GROUP",
    name: "Mihon Group",
    nameJa: "見本グループ",
  });
  const parent = await addCompany(owner, {
    code: "P",
    name: "Mihon Holdings, Inc.",
    parentId: group,
    tier: "T1",
    relation: "parent",
    workers: 900,
  });
  const division = await addUnit(owner, {
    kind: "division",
    code: "CAST",
    name: "Casting Division",
    nameJa: "鋳造・車体事業本部",
    parentId: group,
    companyId: parent,
  });
  const company = await addCompany(owner, {
    code: "C1",
    name: "見本鋳造株式会社",
    parentId: division,
    tier,
    workers: tier === "T4" ? 40 : 320,
  });
  await owner.query("update company_facts set has_plant = $2, runs_servers = false where company_id = $1", [
    company,
    options.hasPlant ?? false,
  ]);
  const { db, close } = openDatabase({ connectionString: ownerUrl, size: 1 });
  const editionId = await writeEdition(db, explained(loadBuiltinStandard()), null);
  await db
    .updateTable("editions")
    .set({ state: "published", publishedAt: sql`now()`, effectiveOn: "2024-04-01" })
    .where("id", "=", editionId)
    .execute();
  const book = await bookOf({ db } as never, editionId);
  await close();
  const last = await addOpenRound(owner, {
    editionId,
    companies: [company],
    fiscalYear: 2025,
    dueOn: inDays(-345),
  });
  const round = await addOpenRound(owner, {
    editionId,
    companies: [company, parent],
    fiscalYear: 2026,
    dueOn: inDays(options.dueInDays ?? 20),
    previousId: last.id,
  });
  await owner.query("update rounds set name = $2, state = 'closed' where id = $1", [
    last.id,
    "2025年度 自己点検",
  ]);
  await owner.query("update rounds set name = $2 where id = $1", [round.id, "2026年度 自己点検"]);
  await owner.query("update inspections set tier = $2 where company_id = $1", [company, tier]);
  const lastInspectionId = last.inspections.get(company) ?? "";
  await owner.query(
    "update inspections set state = 'locked', submitted_at = now() - interval '350 days', confirmed_at = now() - interval '345 days', locked_at = now() - interval '340 days' where id = $1",
    [lastInspectionId],
  );
  const asked = book.controls.filter((one) => one.tiers[tier] === "required" && one.appliesWhen === "always");
  const rows = asked.map((control, index) => ({
    control_id: control.id,
    verdict: index % 12 === 5 ? "partly" : "met",
    missing: index % 12 === 5 ? "保守用リモート接続の31アカウントが未対応。" : null,
    owner: index % 12 === 5 ? "情報システム課長" : null,
    due_on: index % 12 === 5 ? inDays(index % 24 === 5 ? -30 : 60) : null,
    coverage: control.asksCoverage ? 100 : null,
    assurance: index % 7 === 3 ? "verified" : "documented",
  }));
  await owner.query(
    `insert into answers (inspection_id, control_id, company_id, verdict, missing, owner, due_on, coverage_percent, assurance, answered_at)
     select $1, x.control_id, $2, x.verdict, x.missing, x.owner, x.due_on, x.coverage, x.assurance, now() - interval '352 days'
     from jsonb_to_recordset($3::jsonb) as x(control_id text, verdict text, missing text, owner text, due_on date, coverage numeric, assurance text)`,
    [lastInspectionId, company, JSON.stringify(rows)],
  );
  const evidence = await owner.query<{ id: Id }>(
    `insert into evidence (company_id, title, kind, place, valid_from) values ($1, '情報セキュリティ管理規程（第4版）', 'declared', '社内ポータル／規程集', current_date - 352) returning id`,
    [company],
  );
  await owner.query(
    `insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until)
     select $1, $2, a.control_id, $3, current_date + 20 from answers a where a.inspection_id = $2 and a.verdict = 'met'`,
    [evidence.rows[0]?.id, lastInspectionId, company],
  );
  await addService(owner, {
    parent,
    company,
    roundId: round.id,
    inspectionId: round.inspections.get(parent) ?? "",
  });
  const people = {
    officer: await signedIn(owner, { companyId: company, role: "security_officer", name: "責任" }),
    second: await signedIn(owner, { companyId: company, role: "security_officer", name: "代行" }),
    helper: await signedIn(owner, { companyId: company, role: "contributor", name: "情報" }),
    secretary: await signedIn(owner, {
      companyId: parent,
      role: "division_secretary",
      unitId: division,
      name: "事務局",
    }),
  };
  return {
    group,
    division,
    parent,
    company,
    inspectionId: round.inspections.get(company) ?? "",
    lastInspectionId,
    roundId: round.id,
    ...people,
  };
}

/** The built-in standard explains none of its controls; a group's own may. */
const explained = (content: EditionContent): EditionContent => ({
  ...content,
  controls: content.controls.map((control) =>
    control.id === "TEC-05"
      ? { ...control, guidance: { en: "Spares in the cupboard count as well.", ja: "予備機も含みます。" } }
      : control,
  ),
});

type Service = { parent: Id; company: Id; roundId: Id; inspectionId: Id };

/** The parent runs the group's identity service and has handed in its answers. */
async function addService(owner: pg.Client, { parent, company, inspectionId }: Service): Promise<void> {
  await owner.query(
    "insert into service_providers (service, company_id, valid_from) values ('group_identity', $1, '2024-04-01')",
    [parent],
  );
  await owner.query(
    "insert into service_connections (company_id, service, share_percent, valid_from) values ($1, 'group_identity', 90, '2024-04-01')",
    [company],
  );
  await owner.query(
    "update inspections set state = 'submitted', submitted_at = now() - interval '5 days' where id = $1",
    [inspectionId],
  );
  await owner.query(
    `insert into answers (inspection_id, control_id, company_id, verdict, how, coverage_percent, assurance)
     select $1, c.control_id, $2, 'met', 'グループ共通ID基盤で全社員に適用。', 100, 'declared'
     from controls c join inspections i on i.edition_id = c.edition_id and i.id = $1 where c.inherits_from = 'group_identity'`,
    [inspectionId, parent],
  );
}
