import pg from "pg";
import { runningAddress } from "/work/wt/trail/src/core/db/embedded.ts";
const url = runningAddress("/tmp/trail-demo/demo/postgres")!.url("postgres", "yagura");
console.log(url);
const c = new pg.Client({ connectionString: url });
await c.connect();
await c.query(`create temp table p as select id, row_number() over () n from people; create temp table u as select id, row_number() over () n from units where kind='company'; create temp table i as select id, company_id, row_number() over() n from inspections`);
const t = performance.now();
for (let k = 0; k < 20; k++) {
  await c.query(`select count(record_event(
    (array['answer.saved','answer.saved','answer.saved','answer.saved','evidence.added','file.read','session.opened','session.ended','person.changed','access.refused','inspection.submitted','duty.reminded','grant.given','people.exported','unit.changed','round.changed'])[1 + (g * 7919 % 16)],
    (select id from p where n = 1 + (g * 31 % 2000)), case when g % 50 = 0 then (select id from p where n = 1 + (g % 700)) end, 'inspection',
    (select id from i where n = 1 + g % 48), (select id from u where n = 1 + g % 24), gen_random_uuid()::text,
    '{"verdict": "met", "before": "partly"}', case when g % 3 = 0 then jsonb_build_object('reason', 'word' || (g % 5000) || ' 理由の説明 ' || md5(g::text)) end))
    from generate_series($1::int, $2::int) g`, [k * 100000 + 1, (k + 1) * 100000]);
  console.log(k, Math.round(performance.now() - t));
}
await c.query("analyze events, event_values, event_texts, seals");
await c.end();
