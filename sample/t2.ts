import { startTestCluster } from "#test/cluster.ts";
import { migrate } from "#core/db/migrate.ts";
import { embeddedLogin } from "#core/db/roles.ts";
import { syncRoles } from "#core/db/sync-roles.ts";
import { modules } from "#app/modules.ts";
import pg from "pg";
import { loadSample } from "#sample/load.ts";
const s = await startTestCluster();
const c = new pg.Client({connectionString: s.url("postgres")}); await c.connect();
for (const size of process.argv.slice(2)) {
  await c.query(`create database y_${size}`);
  const ownerUrl = s.url("postgres", `y_${size}`);
  await migrate({ ownerUrl, login: embeddedLogin, mayCreateLogin: true });
  const o = new pg.Client({connectionString: ownerUrl}); await o.connect(); await syncRoles(o, modules);
  const t = performance.now();
  const l = await loadSample({ ownerUrl, size: size as never, onProgress: (sh, n) => { if (Math.random()<0.1) console.log(sh.toFixed(2), n, ((performance.now()-t)/1000).toFixed(1), Math.round(process.memoryUsage().rss/1e6)); } });
  console.log(size, ((performance.now()-t)/1000).toFixed(1), JSON.stringify(l.counts));
  const { rows } = await o.query(`select r.fiscal_year, m.tier, v.result, count(*)::int n from inspection_results v join rounds r on r.id=v.round_id join round_members m on m.round_id=r.id and m.company_id=v.company_id where v.basis='live' group by 1,2,3 order by 1,2,3`);
  const by: any = {}; for (const r of rows) { (by[r.fiscal_year+" "+r.tier] ??= {})[r.result]=r.n; } console.table(by);
  console.table((await o.query(`select r.fiscal_year, count(*)::int n, sum((v.result='meets')::int)::int meets, sum((v.result='not_known')::int)::int nk from inspection_results v join rounds r on r.id=v.round_id where v.basis='live' group by 1 order by 1`)).rows);
  console.table((await o.query(`select i.state, count(*)::int n from inspections i join rounds r on r.id=i.round_id where r.state='open' group by 1`)).rows);
  console.table((await o.query(`select assurance, count(*)::int n from answers a join inspections i on i.id=a.inspection_id join rounds r on r.id=i.round_id where r.state='open' group by 1`)).rows);
  console.table((await o.query(`select x, count(*)::int from inspection_results v join rounds r on r.id=v.round_id and r.state='open', unnest(mandatory_gaps) x where basis='live' and result='serious' group by 1 order by 2 desc`)).rows);
  console.table((await o.query(`select verdict, count(*)::int from answers group by 1`)).rows);
  console.table((await o.query(`select pg_size_pretty(pg_database_size(current_database()))`)).rows);
  await o.end();
}
await c.end(); await s.stop();
