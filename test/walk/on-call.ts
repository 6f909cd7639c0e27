// A roster of each company of the walk, with somebody of it on call now, and how the operations on it are aimed.
import type pg from "pg";
import { addDays } from "#core/time/fiscal-year.ts";

export type OnCallTarget = {
  onCallRosterId: string;
  onCallPersonId: string;
  onCallShiftId: string;
  /** By which a list of turns names that person. */
  onCallListMail: string;
};

export async function addWalkOnCall(
  owner: pg.Client,
  companyId: string,
  onCallPersonId: string,
): Promise<OnCallTarget> {
  const one = async (text: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(text, values)).rows[0]?.id ?? "";
  const onCallRosterId = await one(
    `insert into on_call_rosters (unit_id, company_id, name, time_zone, purposes) values ($1::uuid, $1, 'walk ' || $1, 'Asia/Tokyo', '{incident}')
     returning id`,
    [companyId],
  );
  await owner.query(
    `insert into on_call_turns (roster_id, unit_id, tier, person_id, starts_at, ends_at)
     values ($1, $2, 1, $3, now() - interval '1 hour', now() + interval '3 days')`,
    [onCallRosterId, companyId, onCallPersonId],
  );
  const onCallShiftId = await one(
    `insert into on_call_shifts (roster_id, unit_id, tier, person_id, starts_at, ends_at, reason)
     values ($1, $2, 1, $3, now() - interval '1 hour', now() + interval '3 days', 'walk') returning id`,
    [onCallRosterId, companyId, onCallPersonId],
  );
  const { rows: named } = await owner.query<{ email: string }>(
    "update people set email = coalesce(email, id || '@walk.example') where id = $1 returning email",
    [onCallPersonId],
  );
  return { onCallListMail: named[0]?.email ?? "", onCallRosterId, onCallPersonId, onCallShiftId };
}

type Aim = {
  at: "company" | "group" | "self";
  input: (target: OnCallTarget & { companyId: string }, world: { today: string }) => Record<string, unknown>;
};

const said = {
  name: "Walk",
  timeZone: "Asia/Tokyo",
  purposes: ["incident"],
  served: [],
  isContinuous: true,
};
const listOf = (today: string, mail: string) =>
  Buffer.from(`from,until,person\n${addDays(today, 5)} 09:00,${addDays(today, 6)} 09:00,${mail}\n`).toString(
    "base64",
  );
const nobodys = () => ({ id: crypto.randomUUID() });

export const onCallAims: Record<string, Aim> = {
  listOnCallRosters: { at: "company", input: ({ companyId }) => ({ unitId: companyId }) },
  getOnCallNow: { at: "company", input: ({ companyId }) => ({ id: companyId }) },
  getOnCallRoster: { at: "company", input: ({ onCallRosterId }) => ({ id: onCallRosterId }) },
  listOnCallUnits: { at: "self", input: () => ({}) },
  listOnCallCandidates: { at: "company", input: ({ companyId }) => ({ id: companyId }) },
  addOnCallRoster: { at: "company", input: ({ companyId }) => ({ unitId: companyId, ...said }) },
  changeOnCallRoster: {
    at: "company",
    input: ({ onCallRosterId }) => ({ id: onCallRosterId, rowVersion: 1, ...said }),
  },
  setOnCallRules: {
    at: "company",
    input: ({ onCallRosterId }) => ({ id: onCallRosterId, rowVersion: 1, rules: [] }),
  },
  endOnCallRoster: {
    at: "company",
    input: ({ onCallRosterId }) => ({ id: onCallRosterId, rowVersion: 1, reason: "walk" }),
  },
  setOnCallShift: {
    at: "company",
    input: ({ onCallRosterId, onCallPersonId }, { today }) => ({
      id: onCallRosterId,
      tier: 1,
      personId: onCallPersonId,
      startsAt: `${addDays(today, 2)}T00:00:00Z`,
      endsAt: `${addDays(today, 3)}T00:00:00Z`,
      reason: "walk",
    }),
  },
  exportOnCallTurns: { at: "company", input: ({ onCallRosterId }) => ({ id: onCallRosterId }) },
  checkOnCallTurns: {
    at: "company",
    input: ({ onCallRosterId, onCallListMail }, { today }) => ({
      id: onCallRosterId,
      content: listOf(today, onCallListMail),
    }),
  },
  takeOnCallTurns: {
    at: "company",
    input: ({ onCallRosterId, onCallListMail }, { today }) => ({
      id: onCallRosterId,
      content: listOf(today, onCallListMail),
      reason: "walk",
      rowVersion: 1,
    }),
  },
  removeOnCallShift: {
    at: "company",
    input: ({ onCallShiftId }) => ({ id: onCallShiftId, reason: "walk" }),
  },
  setOnCallContact: {
    at: "company",
    input: ({ onCallRosterId, onCallPersonId }) => ({
      id: onCallRosterId,
      personId: onCallPersonId,
      telephone: "+81 90 0000 0000",
      remark: "",
    }),
  },
  getMyOnCall: { at: "self", input: () => ({}) },
  getMyOnCallContact: { at: "self", input: () => ({}) },
  setMyOnCallContact: { at: "self", input: () => ({ telephone: "+81 90 0000 0000", remark: "" }) },
  getOnCallNumber: { at: "self", input: nobodys },
  listOnCallColleagues: { at: "self", input: nobodys },
  askOnCallSwap: { at: "self", input: () => ({ ...nobodys(), personId: crypto.randomUUID() }) },
  answerOnCallSwap: { at: "self", input: () => ({ ...nobodys(), accepts: true }) },
  withdrawOnCallSwap: { at: "self", input: nobodys },
  handOverOnCall: { at: "self", input: () => ({ ...nobodys(), note: "walk" }) },
  takeOverOnCall: { at: "self", input: nobodys },
};
