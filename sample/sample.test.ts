import { test } from "node:test";
import { freshDatabase } from "#test/db.ts";
import { loadSample } from "./load.ts";
test("load", async () => {
  for (const size of (process.env["SIZES"] ?? "demo").split(",")) {
    const db = await freshDatabase();
    const t = performance.now();
    const l = await loadSample({ ownerUrl: db.ownerUrl, size: size as "demo" });
    console.log(size, performance.now() - t, JSON.stringify(l));
    const { rows } = await db.owner.query(
      `select r.fiscal_year, v.basis, i.state, v.result, count(*)::int n from inspection_results v join inspections i on i.id=v.inspection_id join rounds r on r.id=v.round_id where v.basis='live' group by 1,2,3,4 order by 1,2,3,4`,
    );
    console.table(rows);
    const w = await db.owner.query(
      `select r.fiscal_year, m.tier, v.result, count(*)::int n from inspection_results v join inspections i on i.id=v.inspection_id join rounds r on r.id=v.round_id join round_members m on m.round_id=r.id and m.company_id=i.company_id where v.basis='live' group by 1,2,3 order by 1,2,3`,
    );
    console.table(w.rows);
  }
});
