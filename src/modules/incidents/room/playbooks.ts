// Playbooks: what the group does first for each kind of incident. A change is a new version; an incident keeps what it was given.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { mayRule } from "../settings.ts";
import type { room } from "./contract.ts";
import { inOrder, type PlaybookTask } from "./rules.ts";

type Out<K extends keyof typeof room> = Promise<Output<(typeof room)[K]>>;
type Book = Output<typeof room.getPlaybook>;

export async function listPlaybooks(ctx: Ctx): Out<"listPlaybooks"> {
  const { rows } = await sql<Output<typeof room.listPlaybooks>["rows"][number]>`
    select distinct on (p.kind) p.kind, p.version, jsonb_array_length(p.tasks) as count, p.made_at from playbooks p
    order by p.kind, p.version desc`.execute(ctx.db);
  return { rows, mayChange: ctx.reach === "group" && (await mayRule(ctx)) };
}

export async function getPlaybook(
  ctx: Ctx,
  { kind, version }: Input<typeof room.getPlaybook>,
): Out<"getPlaybook"> {
  const { rows: versions } = await sql<Book["versions"][number]>`select p.version, p.reason, p.made_at,
      ${nameOfActor(ctx.language, sql`p.made_by`)} as made_by_name
    from playbooks p where p.kind = ${kind} order by p.version desc limit 100`.execute(ctx.db);
  const latest = found(versions[0], "incident_playbook").version;
  const shown = await playbookOf(ctx, kind, version ?? latest);
  const mayChange = ctx.reach === "group" && (await mayRule(ctx));
  return {
    kind,
    version: shown.version,
    isLatest: shown.version === latest,
    tasks: shown.tasks,
    versions,
    mayChange,
  };
}

/** The latest where none is named. */
export async function playbookOf(
  ctx: Ctx,
  kind: string,
  version?: number,
): Promise<{ version: number; tasks: PlaybookTask[] }> {
  const { rows } = await sql<{
    version: number;
    tasks: PlaybookTask[];
  }>`select p.version, p.tasks from playbooks p
    where p.kind = ${kind} and ${version ? sql`p.version = ${version}` : sql`true`} order by p.version desc limit 1`.execute(
    ctx.db,
  );
  return found(rows[0], "incident_playbook");
}

export async function setPlaybook(ctx: Ctx, input: Input<typeof room.setPlaybook>): Out<"setPlaybook"> {
  // Two who write the next version at once: the second reads the first one's.
  await sql`select from incident_kinds k where k.kind = ${input.kind} for no key update`.execute(ctx.db);
  const before = await playbookOf(ctx, input.kind);
  if (before.version !== input.version)
    throw lostRace("incident_playbook", { version: input.version }, { version: before.version });
  const tasks = input.tasks.map(({ phase, hours, en, ja, zh }) => ({
    phase,
    hours,
    en: en.trim(),
    ja: ja.trim(),
    zh: zh.trim(),
  }));
  if (tasks.some((task) => !task.en || !task.ja || !task.zh))
    throw invalid("incident_playbook.words_missing");
  if (!tasks.some((task) => task.phase === "contain")) throw invalid("incident_playbook.nothing_to_contain");
  const version = before.version + 1;
  await sql`insert into playbooks (kind, version, tasks, reason, made_at, made_by)
    values (${input.kind}, ${version}, ${JSON.stringify(inOrder(tasks))}::jsonb, ${input.reason.trim()}, app_now(), ${ctx.actor.personId}::uuid)`.execute(
    ctx.db,
  );
  await record(ctx, "incident_playbook.changed", {
    subject: { kind: "incident_playbook", id: null, companyId: null },
    data: { kind: input.kind, version, count: tasks.length },
    personal: { reason: input.reason.trim() },
  });
  return { version };
}
