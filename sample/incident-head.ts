// The position at headquarters that reports of incidents go to: a general manager, since July 2024 a senior vice president, and the
// deputy. The holder before them keeps what was reported in their time.
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, nameAt, personId, seats, groupSeats, writtenName } from "./staff.ts";

export type Head = {
  positionId: string;
  positionName: string;
  holderId: string;
  holderName: string;
  rank: string;
  deputyId: string;
  deputyName: string;
};

const names = {
  ja: "総務・広報本部長",
  en: "General Manager, General Administration & Communications",
  zh: "总务与公关本部长",
};
const since = "2018-04-01";
const changedOn = "2024-07-01";
/** Of the parent's people one who belongs to none of the group's own seats. */
const beforePlace = 50;

export const headPositionId = (plan: Plan) => plan.id(since, "position", "incident head");
const nameOf = (plan: Plan, place: number) =>
  writtenName(nameAt(plan, plan.parent, place), plan.parent.language);
const placeOf = (seat: (typeof groupSeats)[number]) => seats.length + groupSeats.indexOf(seat);

export function headOf(plan: Plan, day: string): Head {
  const isNow = day >= changedOn;
  return {
    positionId: headPositionId(plan),
    positionName: names.ja,
    holderId: isNow ? groupPerson(plan, "board") : personId(plan, plan.parent, beforePlace),
    holderName: nameOf(plan, isNow ? placeOf("board") : beforePlace),
    rank: isNow ? "常務執行役員" : "執行役員",
    deputyId: groupPerson(plan, "committee"),
    deputyName: nameOf(plan, placeOf("committee")),
  };
}

export function addHead(plan: Plan, to: Sheet): void {
  const id = headPositionId(plan);
  const companyId = plan.parent.id;
  to.add("positions", {
    id,
    unitId: companyId,
    companyId,
    purpose: "group_security_head",
    name: names.ja,
    nameEn: names.en,
    nameJa: names.ja,
    nameZh: names.zh,
    createdOn: since,
  });
  const before = headOf(plan, since);
  const now = headOf(plan, changedOn);
  to.add("positionHolders", {
    positionId: id,
    personId: before.holderId,
    companyId,
    rank: before.rank,
    validFrom: since,
    validTo: changedOn,
  });
  to.add("positionHolders", {
    positionId: id,
    personId: now.holderId,
    companyId,
    rank: now.rank,
    validFrom: changedOn,
  });
  to.add("deputies", {
    id: plan.id(changedOn, "deputy", "incident head"),
    positionId: id,
    personId: now.deputyId,
    companyId,
    validFrom: changedOn,
    namedBy: groupPerson(plan, "office"),
    createdAt: `${changedOn}T01:00:00Z`,
  });
}
