// The room of an incident: tasks of the playbook of its kind, who commands, what was said; of planted ones all that their stories tell.
import { briefDueAt, taskDueAt } from "#modules/incidents/room/rules.ts";
import { afterHours, type Written } from "./incident-draft.ts";
import { addDutyByHours } from "./incident-duties.ts";
import { addEvidence } from "./incident-evidence.ts";
import { rooms } from "./incident-stories.ts";
import type { StoryRoom } from "./story-room.ts";
import type { Paper } from "./papers.ts";
import type { Plan } from "./plan.ts";
import { randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { seatHolder } from "./staff.ts";
import texts from "./texts/incidents.json" with { type: "json" };

/** Of a group of a thousand companies the rooms of the newest year alone. */
const isOld = (plan: Plan, { day }: Written) =>
  plan.size.name === "stress" && day < (plan.calendar.rounds.at(-1)?.opensOn ?? "");

export function addRoom(plan: Plan, incident: Written, to: Sheet): Paper[] {
  const room = incident.draft.story ? rooms[incident.draft.story] : undefined;
  if (!room && isOld(plan, incident)) return [];
  addTasks(plan, incident, room, to);
  addCommand(plan, incident, room, to);
  if (!room) {
    addPlainLog(plan, incident, to);
    return [];
  }
  addLog(plan, incident, room, to);
  addAffected(plan, incident, room, to);
  addBriefs(plan, incident, room, to);
  return addEvidence(plan, incident, room, to);
}

const own = (plan: Plan, { id, day, company }: Written, ...name: (string | number)[]) => ({
  id: plan.id(day, "incident part", id, ...name),
  incidentId: id,
  companyId: company.id,
});

function addTasks(plan: Plan, incident: Written, room: StoryRoom | undefined, to: Sheet): void {
  const { draft, officer, judgedAt, closedAt, handledAt, company, reference } = incident;
  const book = plan.book.playbooks.get(draft.kind);
  if (!book || !judgedAt) return;
  const random = randomOf(plan.seed, "tasks", incident.id);
  const people = [officer, seatHolder(plan, company, "helper"), seatHolder(plan, company, "deputy")];
  for (const [at, { phase, hours, ...words }] of book.tasks.entries()) {
    const ownerId = people[at % people.length] ?? officer;
    const dueAt = hours === null ? null : taskDueAt(new Date(judgedAt), hours).toISOString();
    const took = new Date(
      Date.parse(judgedAt) + (hours ?? 96) * (0.3 + random.next() * 0.65) * 3_600_000,
    ).toISOString();
    // Work ends with the incident at the latest.
    const last = phase === "learn" ? closedAt : (handledAt ?? closedAt);
    const end = last && (took > last || phase === "learn") ? last : took;
    const isDone = closedAt !== null || (end <= plan.now && (room ? at < room.done : phase !== "learn"));
    const task = own(plan, incident, "task", at);
    to.add("incidentTasks", {
      ...task,
      phase,
      nth: at + 1,
      words: JSON.stringify(words),
      title: words.en,
      fromKind: draft.kind,
      fromVersion: book.version,
      hours,
      dueAt,
      ownerId: isDone || room ? ownerId : null,
      state: isDone ? "done" : "open",
      said: "",
      endedAt: isDone ? end : null,
      endedBy: isDone ? ownerId : null,
      addedAt: judgedAt,
      addedBy: officer,
    });
    if (!isDone && room && dueAt)
      addDutyByHours(
        plan,
        company,
        {
          kind: "incident.task",
          subjectKind: "incident_task",
          subjectId: task.id,
          permission: "incident.read",
          personId: ownerId,
          from: judgedAt,
          due: dueAt,
          about: reference,
        },
        to,
      );
  }
}

function addCommand(plan: Plan, incident: Written, room: StoryRoom | undefined, to: Sheet): void {
  const { officer, judgedAt, closedAt, company, reference } = incident;
  const give = (
    role: string,
    at: string | null,
    until: string | null,
    whom: { personId?: string; outsider?: string },
  ) => {
    if (!at) return;
    to.add("incidentRoles", {
      ...own(plan, incident, "role", role, whom.personId ?? ""),
      role,
      personId: whom.personId ?? null,
      outsider: whom.outsider ?? "",
      since: at,
      until,
      givenBy: officer,
      endedBy: until ? officer : null,
    });
  };
  const handover = room?.handover;
  const handedAt = handover ? afterHours(plan.now, incident.draft, handover.at) : null;
  const deputy = seatHolder(plan, company, "deputy");
  const takenAt = handover?.isTaken ? afterHours(plan.now, incident.draft, handover.at + 0.3) : null;
  give("commander", judgedAt, takenAt ?? closedAt, { personId: officer });
  if (takenAt) give("commander", takenAt, closedAt, { personId: deputy });
  if (!room) return;
  give("scribe", judgedAt, closedAt, { personId: seatHolder(plan, company, "helper") });
  if (room.counsel)
    give("counsel", afterHours(plan.now, incident.draft, 18), closedAt, { outsider: room.counsel });
  if (!handover || !handedAt) return;
  to.add("incidentHandovers", {
    ...own(plan, incident, "handover"),
    role: "commander",
    fromId: officer,
    toId: deputy,
    isOpen: handover.isOpen,
    comesNext: handover.comesNext,
    handedAt,
    handedBy: officer,
    takenAt,
  });
  if (!takenAt)
    addDutyByHours(
      plan,
      company,
      {
        kind: "incident.take_over",
        subjectKind: "incident",
        subjectId: incident.id,
        permission: "incident.read",
        personId: deputy,
        from: handedAt,
        due: new Date(Date.parse(handedAt) + 3_600_000).toISOString(),
        about: reference,
      },
      to,
    );
}

function addPlainLog(plan: Plan, incident: Written, to: Sheet): void {
  const { draft, officer, judgedAt, containedAt, company } = incident;
  const words = texts.log[company.language];
  const lines = [
    ["observed", draft.discoveredAt, draft.what],
    ["decided", judgedAt, words[0]],
    ["done", containedAt, words[1]],
  ] as const;
  for (const [kind, at, said] of lines)
    if (at && said)
      to.add("incidentEntries", {
        ...own(plan, incident, "entry", kind),
        kind,
        at,
        zone: company.timeZone,
        said,
        enteredAt: at,
        enteredBy: officer,
        why: "",
      });
}

function addLog(plan: Plan, incident: Written, room: StoryRoom, to: Sheet): void {
  const { company } = incident;
  const writers = [incident.officer, seatHolder(plan, company, "helper")];
  for (const [nth, entry] of room.entries.entries()) {
    const at = afterHours(plan.now, incident.draft, entry.at);
    const enteredAt = afterHours(plan.now, incident.draft, entry.at + (entry.later ?? 0.05));
    if (!at || !enteredAt) continue;
    to.add("incidentEntries", {
      ...own(plan, incident, "entry", nth),
      kind: entry.kind,
      at: entry.corrects
        ? (afterHours(plan.now, incident.draft, room.entries[entry.corrects[0]]?.at ?? 0) ?? at)
        : at,
      zone: company.timeZone,
      said: entry.said,
      enteredAt,
      enteredBy: writers[nth % 2] ?? incident.officer,
      replaces: entry.corrects ? own(plan, incident, "entry", entry.corrects[0]).id : null,
      why: entry.corrects?.[1] ?? "",
    });
  }
}

function addAffected(plan: Plan, incident: Written, room: StoryRoom, to: Sheet): void {
  const { officer } = incident;
  for (const one of room.affected ?? []) {
    const company = plan.companies.find(({ slug }) => slug === one.slug);
    const toldAt = afterHours(plan.now, incident.draft, one.at);
    if (!company || !toldAt) continue;
    const notedAt = one.isNoted ? afterHours(plan.now, incident.draft, one.at + 5) : null;
    const affected = own(plan, incident, "affected", one.slug);
    to.add("incidentAffected", {
      ...affected,
      companyId: company.id,
      role: one.role,
      told: one.told,
      toldAt,
      toldBy: officer,
      notedAt,
      notedBy: notedAt ? seatHolder(plan, company, "officer") : null,
      addedAt: toldAt,
      addedBy: officer,
      leftBecause: "",
    });
    if (!notedAt)
      addDutyByHours(
        plan,
        company,
        {
          kind: "incident.told",
          subjectKind: "incident_affected",
          subjectId: affected.id,
          permission: "incident.assess",
          from: toldAt,
          due: new Date(Date.parse(toldAt) + 24 * 3_600_000).toISOString(),
          about: null,
        },
        to,
      );
  }
  for (const { country, counts } of room.people ?? [])
    for (const [hours, count, isExact] of counts) {
      const setAt = afterHours(plan.now, incident.draft, hours);
      if (setAt)
        to.add("incidentPeople", {
          ...own(plan, incident, "people", country, hours),
          country,
          count,
          isExact,
          categories: ["contact"],
          said: room.said ?? "",
          setAt,
          setBy: officer,
        });
    }
}

function addBriefs(plan: Plan, incident: Written, room: StoryRoom, to: Sheet): void {
  const { company, officer, severity, closedAt, containedAt, reference } = incident;
  let last: Date | null = null;
  for (const [nth, { at, ...words }] of (room.briefs ?? []).entries()) {
    const writtenAt = afterHours(plan.now, incident.draft, at);
    if (!writtenAt) continue;
    last = new Date(writtenAt);
    to.add("incidentBriefs", {
      ...own(plan, incident, "brief", nth),
      version: nth + 1,
      ...words,
      nextAt: briefDueAt(severity, last, null)?.toISOString() ?? null,
      severity,
      state: containedAt && containedAt <= writtenAt ? "contained" : "open",
      writtenAt,
      writtenBy: officer,
    });
  }
  const due = last && briefDueAt(severity, last, null);
  if (closedAt || !last || !due) return;
  addDutyByHours(
    plan,
    company,
    {
      kind: "incident.brief",
      subjectKind: "incident",
      subjectId: incident.id,
      permission: "incident.assess",
      from: last.toISOString(),
      due: due.toISOString(),
      about: reference,
    },
    to,
  );
}
