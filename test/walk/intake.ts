// A company of the walk with links, reports that came by them, and the operations on both.
import type pg from "pg";

export type IntakeTarget = {
  /** Three links: to change, to renew, to take back. */
  linkId: string;
  renewedLinkId: string;
  revokedLinkId: string;
  /** Reports that wait: to look at, to take in, to set aside; and one by mail that is nobody's yet. */
  intakeId: string;
  enteredIntakeId: string;
  asideIntakeId: string;
  unassignedIntakeId: string;
  intakeFileId: string;
};

export async function addWalkIntakes(owner: pg.Client, companyId: string): Promise<IntakeTarget> {
  const links = await owner.query<{ id: string }>(
    `insert into report_links (company_id, code, label, languages)
     select $1::uuid, translate(upper(substr(md5($1::uuid || ' ' || n), 1, 8)), '01', 'XZ'), 'walk', '{ja}' from generate_series(1, 3) n returning id`,
    [companyId],
  );
  const add = async (count: number, channel: string, of: string | null) =>
    (
      await owner.query<{ id: string }>(
        `insert into incident_intakes (company_id, channel, number, state, kind, what, discovered_at, zone, language, secret_hash)
         select $4::uuid, $2::text, 'R-' || substr(md5($1::uuid || $2::text || n), 1, 10), case when $4::uuid is null then 'to_assign' else 'held' end, 'malware',
           'Walk ' || n, now(), 'UTC', 'en', decode(md5($1::uuid || $2::text || n), 'hex') from generate_series(1, $3::int) n returning id`,
        [companyId, channel, count, of],
      )
    ).rows.map((row) => row.id);
  const [intakeId = "", enteredIntakeId = "", asideIntakeId = ""] = await add(3, "link", companyId);
  const [linkId = "", renewedLinkId = "", revokedLinkId = ""] = links.rows.map((row) => row.id);
  const [unassignedIntakeId = ""] = await add(1, "mail", null);
  const files = await owner.query<{ id: string }>(
    `insert into files (company_id, sha256, size_bytes, media_type, name, purpose)
     values ($1, sha256('walk'), 4, 'image/png', 'walk.png', 'incident_sent') returning id`,
    [companyId],
  );
  const intakeFileId = files.rows[0]?.id ?? "";
  await owner.query(
    "insert into incident_intake_files (intake_id, company_id, file_id) values ($1, $2, $3)",
    [intakeId, companyId, intakeFileId],
  );
  return {
    linkId,
    renewedLinkId,
    revokedLinkId,
    intakeId,
    enteredIntakeId,
    asideIntakeId,
    unassignedIntakeId,
    intakeFileId,
  };
}

type Aim = {
  at: "company" | "group" | "self";
  input: (target: IntakeTarget & { companyId: string }, world: { today: string }) => Record<string, unknown>;
};
const said = { label: "walk", languages: ["ja"], phone: "" };

export const intakeAims: Record<string, Aim> = {
  listReportLinks: { at: "company", input: ({ companyId }) => ({ companyId }) },
  makeReportLink: { at: "company", input: ({ companyId }) => ({ companyId, ...said }) },
  changeReportLink: {
    at: "company",
    input: ({ linkId }) => ({ id: linkId, ...said, rowVersion: 1 }),
  },
  renewReportLink: { at: "company", input: ({ renewedLinkId }) => ({ id: renewedLinkId, rowVersion: 1 }) },
  revokeReportLink: { at: "company", input: ({ revokedLinkId }) => ({ id: revokedLinkId, rowVersion: 1 }) },
  getReportPoster: { at: "company", input: ({ linkId }) => ({ id: linkId, language: "ja" }) },
  listIntakes: { at: "company", input: ({ companyId }) => ({ companyId, view: "all" }) },
  countIntakes: { at: "company", input: ({ companyId }) => ({ companyId }) },
  getIntake: { at: "company", input: ({ intakeId }) => ({ id: intakeId }) },
  enterIntake: {
    at: "company",
    input: ({ enteredIntakeId }) => ({ id: enteredIntakeId, kind: "malware", rowVersion: 1 }),
  },
  setIntakeAside: {
    at: "company",
    input: ({ asideIntakeId }) => ({ id: asideIntakeId, because: "walk", rowVersion: 1 }),
  },
  assignIntake: {
    at: "group",
    input: ({ unassignedIntakeId, companyId }) => ({
      id: unassignedIntakeId,
      companyId,
      kind: "malware",
      rowVersion: 1,
    }),
  },
  judgeIntakeFiles: {
    at: "company",
    input: ({ intakeId, intakeFileId }) => ({ id: intakeId, fileIds: [intakeFileId], isKept: false }),
  },
  askSender: { at: "company", input: ({ intakeId }) => ({ id: intakeId, said: "walk" }) },
  readSenderWords: { at: "company", input: ({ intakeId }) => ({ id: intakeId }) },
};
