// Notices of an incident of the walk, one for each state that an act begins from, lines of the table, and the operations on them.
import type pg from "pg";

export type NoticeTarget = {
  writeNoticeId: string;
  approveNoticeId: string;
  sendNoticeId: string;
  proveNoticeId: string;
  omitNoticeId: string;
  omissionNoticeId: string;
  aheadNoticeId: string;
  noticeLineId: string;
  endingLineId: string;
};

const line = {
  names: { en: "Walk" },
  on: "incident",
  kinds: [],
  severityFrom: "critical",
  needsPersonal: false,
  needsProduct: false,
  countries: [],
  audience: "internal",
  owner: { by: "assess" },
  anchor: "judged",
  hours: 4,
  channel: "mail",
  approvals: 0,
  approver: null,
  proof: "who_when",
  recipients: [],
  subjects: { en: "Walk" },
  bodies: { en: "Walk" },
};
const text = { language: "en", subject: "Walk", body: "Walk" };
const recipient = { kind: "address", name: "Walk", address: "walk@customer.example", language: "en" };

export async function addWalkNotices(
  owner: pg.Client,
  companyId: string,
  incidentId: string,
): Promise<NoticeTarget> {
  const one = async (sql: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(sql, values)).rows[0]?.id ?? "";
  const addLine = async () => {
    const id = await one(
      "insert into notice_lines (unit_id, company_id, made_at) values ($1, $1, now()) returning id",
      [companyId],
    );
    await owner.query(
      "insert into notice_line_versions (line_id, n, content, reason, made_at) values ($1, 1, $2, 'walk', now())",
      [id, JSON.stringify(line)],
    );
    return id;
  };
  const add = async (state: string, channel = "mail") => {
    const id = await one(
      `insert into incident_notices (incident_id, company_id, names, audience, channel, proof, approvals, owner_permission, approver_permission, anchor, hours,
         starts_at, due_at, state, opened_at, opened_severity, handed_n, omitted_reason, omitted_criteria, is_exercise)
       values ($1, $2, '{"en": "Walk"}', 'internal', $4, 'who_when', 1, 'incident.assess', 'incident.manage', 'opened', 4, now(), now() + interval '4 hours', $3,
         now(), 'medium', case when $3 <> 'to_write' then 1 end, case when $3 = 'omission' then 'walk' end, case when $3 = 'omission' then 'walk' end, false) returning id`,
      [incidentId, companyId, state, channel],
    );
    await owner.query(
      `insert into incident_notice_texts (notice_id, incident_id, company_id, n, texts, recipients, written_at) values ($1, $2, $3, 1, $4, $5, now())`,
      [id, incidentId, companyId, JSON.stringify([text]), JSON.stringify([recipient])],
    );
    return id;
  };
  const givenAhead = async () => {
    const id = await add("to_write", "telephone");
    await owner.query(
      `insert into incident_notice_proofs (notice_id, incident_id, company_id, channel, given_to, given_at, lacking, ahead_because, is_exercise, added_at)
       values ($1, $2, $3, 'telephone', 'walk', now(), 1, 'walk', false, now())`,
      [id, incidentId, companyId],
    );
    await owner.query("update incident_notices set state = 'proven', sent_at = now() where id = $1", [id]);
    return id;
  };
  return {
    aheadNoticeId: await givenAhead(),
    writeNoticeId: await add("to_write"),
    approveNoticeId: await add("to_approve"),
    sendNoticeId: await add("approved"),
    proveNoticeId: await add("approved", "telephone"),
    omitNoticeId: await add("to_write"),
    omissionNoticeId: await add("omission"),
    noticeLineId: await addLine(),
    endingLineId: await addLine(),
  };
}

type Aim = {
  at: "company" | "group" | "self";
  input: (
    target: NoticeTarget & { companyId: string; openIncidentId: string },
    world: { today: string },
  ) => Record<string, unknown>;
};

export const noticeAims: Record<string, Aim> = {
  getNoticeTable: { at: "company", input: ({ companyId }) => ({ companyId }) },
  getNoticeLine: { at: "company", input: ({ noticeLineId }) => ({ id: noticeLineId }) },
  getNoticeChoices: { at: "self", input: () => ({}) },
  addNoticeLine: { at: "company", input: ({ companyId }) => ({ unitId: companyId, line, reason: "walk" }) },
  changeNoticeLine: {
    at: "company",
    input: ({ noticeLineId }) => ({ id: noticeLineId, line, reason: "walk", rowVersion: 1 }),
  },
  endNoticeLine: {
    at: "company",
    input: ({ endingLineId }) => ({ id: endingLineId, reason: "walk", rowVersion: 1 }),
  },
  tryNoticeTable: {
    at: "company",
    input: ({ companyId }) => ({ companyId, kind: "malware", potential: "high", actual: "none" }),
  },
  listNotices: { at: "company", input: ({ openIncidentId }) => ({ id: openIncidentId }) },
  addNotice: {
    at: "company",
    input: ({ openIncidentId }) => ({
      id: openIncidentId,
      name: "walk",
      audience: "internal",
      channel: "mail",
      proof: "who_when",
      hours: 4,
      approvals: 0,
      because: "walk",
    }),
  },
  getNotice: { at: "company", input: ({ writeNoticeId }) => ({ id: writeNoticeId }) },
  downloadNotice: {
    at: "company",
    input: ({ approveNoticeId }) => ({ id: approveNoticeId, language: "en" }),
  },
  writeNotice: {
    at: "company",
    input: ({ writeNoticeId }) => ({
      id: writeNoticeId,
      texts: [text],
      recipients: [recipient],
      handIn: true,
      rowVersion: 1,
    }),
  },
  judgeNotice: {
    at: "company",
    input: ({ approveNoticeId }) => ({
      id: approveNoticeId,
      n: 1,
      verdict: "approved",
      said: "",
      rowVersion: 1,
    }),
  },
  sendNotice: { at: "company", input: ({ sendNoticeId }) => ({ id: sendNoticeId, rowVersion: 1 }) },
  proveNotice: {
    at: "company",
    input: ({ proveNoticeId }) => ({
      id: proveNoticeId,
      channel: "telephone",
      givenTo: "walk",
      givenAt: new Date().toISOString(),
      reference: "",
      said: "",
      rowVersion: 1,
    }),
  },
  seeGivenAhead: {
    at: "company",
    input: ({ aheadNoticeId }) => ({ id: aheadNoticeId, said: "", rowVersion: 1 }),
  },
  omitNotice: {
    at: "company",
    input: ({ omitNoticeId }) => ({ id: omitNoticeId, reason: "walk", criteria: "walk", rowVersion: 1 }),
  },
  seeOmission: {
    at: "company",
    input: ({ omissionNoticeId }) => ({ id: omissionNoticeId, agrees: true, said: "", rowVersion: 1 }),
  },
  listOmissions: { at: "company", input: ({ companyId }) => ({ companyId }) },
  countOmissions: { at: "company", input: ({ companyId }) => ({ companyId }) },
  exportOmissions: { at: "company", input: ({ companyId }) => ({ companyId }) },
};
