// The register with two hundred thousand findings, and the board of a division and of the whole group over them.
import { withSum } from "#core/http/cursor.ts";
import { findings } from "#modules/findings/contract.ts";
import { board } from "#modules/plans/contract.ts";
import type { Bench } from "../bench.ts";
import { userOf } from "../client.ts";
import type { Line } from "../table.ts";
import { read } from "./reads.ts";

const rows = 200_000;
const turns = 25;

/** Over all companies and two years, four of ten open; a plan for every company with a step that was moved. */
async function fill({ place: { owner } }: Bench): Promise<void> {
  await owner.query(
    `with c as (select id, code, row_number() over (order by code) as nth, count(*) over () as companies from units where kind = 'company')
     insert into findings (company_id, number, reference, title, source_kind, found_on, severity, first_due_on, due_on, raised_at, sought, state,
       closed_at, by_list, control_ids)
     select c.id, 100000 + n, c.code || '-F' || (100000 + n), 'Measured ' || n, (array['audit', 'assessment', 'noticed', 'drill'])[1 + n % 4],
       group_today() - (n * 37 % 730), (array['critical', 'high', 'medium', 'low'])[1 + n % 4], group_today() - (n * 37 % 730) + 90,
       group_today() - (n * 37 % 730) + 90, now(), c.code || '-F' || (100000 + n) || ' Measured ' || n || ' ' || md5(n::text),
       case when n % 5 < 2 then 'open' else 'closed' end, case when n % 5 >= 2 then now() end, case when n % 5 >= 2 then 'closed' end,
       array['TEC-' || lpad((1 + n % 20)::text, 2, '0')]
     from generate_series(1, $1::int) n join c on c.nth = 1 + n % c.companies`,
    [rows],
  );
  await owner.query(
    `with p as (insert into plans (company_id, number, reference, title, cause, state, opened_at, hand_in_by, submitted_at, decided_at, decided_by,
         submitted_by, decision)
       select u.id, 100000 + n, u.code || '-P' || (100000 + n), 'Measured', 'by_hand', 'approved', now(), group_today(), now(), now(), a.id, b.id, 'x'
       from units u cross join generate_series(1, 5) n,
         (select id from people order by id limit 1) a, (select id from people order by id offset 1 limit 1) b
       where u.kind = 'company' returning id, company_id)
     , s as (insert into plan_steps (plan_id, company_id, position, what, due_on, first_due_on)
       select p.id, p.company_id, at, 'Measured', group_today() + at * 9 - 20, group_today() - 30 from p cross join generate_series(0, 4) at
       returning id, company_id)
     insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, postponed_count)
     select 2026, 'plan.step', 'plan_step', s.id, s.company_id, 'plan.write', now(), now() + interval '30 days', 'Asia/Tokyo', 1 + (random() * 3)::int from s`,
  );
  await owner.query("vacuum analyze findings, plans, plan_steps, duties");
}

/** Where a page in the middle of the open ones begins, in the form of the list's own `next`. */
async function middle({ place: { owner } }: Bench): Promise<string> {
  const { rows: at } = await owner.query<{ at: string }>(
    `select due_on || '|' || id as at from findings where state in ('open', 'planned', 'in_work', 'to_verify') and left_on is null
     order by due_on, id offset 40000 limit 1`,
  );
  return withSum(findings.listFindings, {}, { next: at[0]?.at ?? "" }).next;
}

export async function registerAndBoard(bench: Bench): Promise<Line[]> {
  await fill(bench);
  const { office, place } = bench;
  const { rows: found } = await place.owner.query<{ id: string; email: string }>(
    `select d.id, a.login_name as email from units d join grants g on g.unit_id = d.id and g.role_id = 'division_secretary'
     join accounts a on a.person_id = g.person_id where d.kind = 'division' order by d.code limit 1`,
  );
  const division = found[0];
  const list = (scenario: string, input: object) =>
    read(bench, {
      scenario: `register of ${rows.toLocaleString("en")} findings: ${scenario}`,
      user: office,
      operation: findings.listFindings,
      input,
      bar: 1.5,
      turns,
    });
  const ofBoard = async (scenario: string, input: object, email?: string) =>
    read(bench, {
      scenario,
      user: email ? await userOf(bench.product.address, place, email) : office,
      operation: board.getPlanBoard,
      input,
      bar: 1.5,
      most: 100 * 1024,
      turns,
    });
  return [
    await list("first page", {}),
    await list("a page in the middle", { after: await middle(bench) }),
    await list("of a division", division ? { divisionId: division.id } : {}),
    await list("one source, older than 180 days", { source: "audit", age: "over180" }),
    await list("found by a word", { search: "Measured 19999" }),
    await list("one control, all states, the newest first", {
      control: "TEC-07",
      view: "all",
      sort: "-found",
    }),
    await read(bench, {
      scenario: `register of ${rows.toLocaleString("en")} findings: counted`,
      user: office,
      operation: findings.countFindings,
      input: {},
      bar: 1.5,
      turns,
    }),
    await ofBoard("board of a division, as its secretary", { by: "company", limit: 100 }, division?.email),
    await ofBoard("board of the whole group by division", {}),
    await ofBoard("board of the whole group by company, a page of 100", { by: "company", limit: 100 }),
  ];
}
