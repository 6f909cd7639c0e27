// Instructions of each company of the walk: one it was told by the group, and drafts and issued ones to a department of its own.
import type pg from "pg";

export type InstructionTarget = {
  departmentId: string;
  /** Told by the group, not done. */
  receivedId: string;
  draftInstructionId: string;
  /** Issued by the company, and nobody is told yet. */
  emptyInstructionId: string;
  /** Issued by the company to its department, which has reported that it is done. */
  instructionId: string;
  reportId: string;
};

export async function addWalkInstructions(owner: pg.Client, companyId: string): Promise<InstructionTarget> {
  const one = async (text: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(text, values)).rows[0]?.id ?? "";
  const departmentId = await one(
    `insert into units (kind, code, company_id, founded_on) values ('department', 'WD-' || right($1::text, 12), $1::uuid, '2020-04-01') returning id`,
    [companyId],
  );
  await owner.query(
    `with n as (insert into unit_names (unit_id, company_id, valid_from, name) values ($1, $2::uuid, '2020-04-01', 'department ' || $2::text))
     insert into supervisions (unit_id, parent_id, company_id, valid_from) values ($1, $2, $2, '2020-04-01')`,
    [departmentId, companyId],
  );
  const groupId = await one("select id from units where kind = 'group'", []);
  const instruct = async (issuerId: string, isIssued: boolean) => {
    const id = await one(
      `insert into instructions (issuer_unit_id, company_id, issuer_code, issuer_name, issuer_kind, original_language, title, body, origin_kind,
         acknowledge_by, due_on, issued_at, fiscal_year, serial, created_at)
       select u.id, u.company_id, u.code, 'walk', u.kind, 'en', 'walk ' || $2::text, 'walk', 'management', group_today(), group_today() + 9,
         case when $3 then now() end, case when $3 then 2026 end,
         case when $3 then (select 1 + count(*) from instructions where issuer_unit_id = u.id and serial is not null) end, now()
       from units u where u.id = $1 returning id`,
      [issuerId, companyId, isIssued],
    );
    await owner.query(
      "insert into instruction_audiences (instruction_id, issuer_unit_id, rules) values ($1, $2, $3)",
      [id, issuerId, JSON.stringify([{ kind: "departments", unitIds: [companyId] }])],
    );
    return id;
  };
  const tell = (instructionId: string, issuerId: string, unitId: string, isDone: boolean) =>
    one(
      `insert into instruction_recipients (instruction_id, issuer_unit_id, unit_id, company_id, unit_kind, unit_code, unit_name, picked_by,
         added_on, due_on, acknowledged_at, done_at)
       select $1, $2, u.id, u.company_id, u.kind, u.code, 'walk ' || $4::text, '{units}', group_today(), group_today() + 9,
         case when $5 then now() end, case when $5 then now() end
       from units u where u.id = $3 returning id`,
      [instructionId, issuerId, unitId, companyId, isDone],
    );
  const receivedId = await tell(await instruct(groupId, true), groupId, companyId, false);
  const draftInstructionId = await instruct(companyId, false);
  const instructionId = await instruct(companyId, true);
  const emptyInstructionId = await instruct(companyId, true);
  const reportId = await tell(instructionId, companyId, departmentId, true);
  return { departmentId, receivedId, draftInstructionId, instructionId, emptyInstructionId, reportId };
}

const content = (today: string) => ({
  originalLanguage: "en",
  title: "Walk",
  body: "Walk",
  translations: {},
  why: "",
  originKind: "management",
  originOn: null,
  originWords: "",
  acknowledgeBy: today,
  dueOn: today,
  riseDays: 3,
  proof: "words",
  contact: "",
  exceptions: [],
});
const departmentsOf = (companyId: string) => [{ kind: "departments", unitIds: [companyId] }];

type Aim = {
  at: "company" | "group" | "self";
  input: (
    target: InstructionTarget & { companyId: string },
    world: { today: string },
  ) => Record<string, unknown>;
};

export const instructionAims: Record<string, Aim> = {
  listInstructions: { at: "company", input: ({ companyId }) => ({ issuerUnitId: companyId }) },
  listReceived: { at: "company", input: ({ companyId }) => ({ companyId }) },
  getInstruction: { at: "company", input: ({ instructionId }) => ({ id: instructionId }) },
  getBoard: { at: "company", input: ({ instructionId }) => ({ id: instructionId }) },
  listRecipients: { at: "company", input: ({ instructionId }) => ({ id: instructionId }) },
  exportRecipients: { at: "company", input: ({ instructionId }) => ({ id: instructionId }) },
  getReceived: { at: "company", input: ({ receivedId }) => ({ id: receivedId }) },
  acknowledgeInstruction: { at: "company", input: ({ receivedId }) => ({ id: receivedId, rowVersion: 1 }) },
  replyToInstruction: {
    at: "company",
    input: ({ receivedId }) => ({ id: receivedId, words: "walk", fileIds: [], isDone: true, rowVersion: 1 }),
  },
  listIssuers: { at: "self", input: () => ({}) },
  findRecipients: { at: "company", input: ({ companyId }) => ({ id: companyId }) },
  previewRecipients: {
    at: "company",
    input: ({ companyId }) => ({ issuerUnitId: companyId, rules: departmentsOf(companyId), exceptions: [] }),
  },
  draftInstruction: {
    at: "company",
    input: ({ companyId }, { today }) => ({
      ...content(today),
      issuerUnitId: companyId,
      rules: departmentsOf(companyId),
    }),
  },
  changeDraft: {
    at: "company",
    input: ({ draftInstructionId, companyId }, { today }) => ({
      ...content(today),
      id: draftInstructionId,
      rules: departmentsOf(companyId),
      rowVersion: 1,
    }),
  },
  issueInstruction: {
    at: "company",
    input: ({ draftInstructionId }) => ({ id: draftInstructionId, rowVersion: 1 }),
  },
  correctInstruction: {
    at: "company",
    input: ({ instructionId }) => ({ id: instructionId, words: "walk", reason: "walk", rowVersion: 1 }),
  },
  addRecipients: {
    at: "company",
    input: ({ emptyInstructionId, departmentId }, { today }) => ({
      id: emptyInstructionId,
      unitIds: [departmentId],
      dueOn: today,
    }),
  },
  remindRecipients: {
    at: "company",
    input: ({ instructionId, reportId }) => ({ id: instructionId, recipientIds: [reportId] }),
  },
  closeInstruction: {
    at: "company",
    input: ({ instructionId }) => ({ id: instructionId, reason: "walk", rowVersion: 1 }),
  },
  withdrawInstruction: {
    at: "company",
    input: ({ instructionId }) => ({ id: instructionId, reason: "walk", rowVersion: 1 }),
  },
  acceptReport: { at: "company", input: ({ reportId }) => ({ id: reportId, words: "", rowVersion: 1 }) },
  returnReport: {
    at: "company",
    input: ({ reportId }, { today }) => ({ id: reportId, words: "walk", dueOn: today, rowVersion: 1 }),
  },
};
