// The whole way of a lot: a round of its own, out as a batch, through LibreOffice, back as one delivery, what is ready kept.
import { workbooks } from "#modules/workbooks/contract.ts";
import type { TestApp } from "./app.ts";
import { addOpenRound } from "./editions.ts";
import { addCompany, buildSmallGroup, type SignedIn, signedIn } from "./factories.ts";
import { keepContent } from "./files.ts";
import { endOfJob } from "./work.ts";
import { lotOut, patienceMs, plant } from "./workbook-lot.ts";
import { zip } from "./zip.ts";

/** A delivery as uploads would have filled it. @param parts each a file as it was sent. */
export async function delivered(
  app: TestApp,
  who: SignedIn,
  roundId: string,
  parts: readonly { name: string; bytes: Uint8Array }[],
): Promise<string> {
  const ask = app.as(who.token);
  const { id } = await ask(workbooks.openDelivery, { id: roundId });
  for (const { name, bytes } of parts) {
    const { sha256, sizeBytes } = await keepContent(bytes);
    const file = { name, sha256: sha256.toString("hex"), sizeBytes, problem: null };
    await ask(workbooks.addToDelivery, { id, files: [file] });
  }
  await ask(workbooks.checkDelivery, { id });
  return id;
}

export async function throughOffice(app: TestApp, editionId: string, count: number) {
  const { owner } = app.database;
  const group = await buildSmallGroup(owner);
  const companies: string[] = [];
  for (let at = 0; at < count; at += 1)
    companies.push(
      await addCompany(owner, {
        code: `L${1000 + at}`,
        name: `Company ${at}`,
        parentId: group.divisions.one,
      }),
    );
  const { parent, other } = group.companies;
  const desk = await signedIn(owner, {
    companyId: parent,
    role: "division_secretary",
    unitId: group.divisions.one,
  });
  const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  const round = await addOpenRound(owner, {
    editionId,
    companies: [...companies, other],
    dueOn: "2030-12-15",
  });
  const earlier = await addOpenRound(owner, {
    editionId,
    companies: companies.slice(0, 1),
    fiscalYear: 2025,
    dueOn: "2029-12-15",
  });
  const out = await lotOut(app, desk, round.id);
  const foreign = (await lotOut(app, office, round.id, [round.inspections.get(other) ?? ""])).get(other);
  const last = [...(await lotOut(app, desk, earlier.id)).values()][0];
  if (out.size !== count || !foreign || !last) throw new Error(`${out.size} workbooks went out`);
  const { rows } = await owner.query<{ controlId: string }>(
    `select control_id as "controlId" from controls where edition_id = $1 order by position limit 2`,
    [editionId],
  );
  const planted = await plant(
    out,
    rows.map((row) => row.controlId),
    [
      { name: "stranger.xlsx", verdict: "not_yours", bytes: foreign },
      { name: "last year.xlsx", verdict: "other_round", bytes: last },
    ],
    async (companyId, controlId) => {
      await owner.query(
        "insert into answers (inspection_id, control_id, company_id, verdict, owner) values ($1, $2, $3, 'unknown', 'on line')",
        [round.inspections.get(companyId), controlId, companyId],
      );
    },
  );
  const ask = app.as(desk.token);
  const began = performance.now();
  const id = await delivered(app, desk, round.id, archives(planted));
  const read = await endOfJob(app.database, id, patienceMs);
  if (read.state !== "done") throw new Error(`the reading: ${JSON.stringify(read)}`);
  const checked = performance.now();
  const found: Record<string, string> = {};
  let after: string | undefined;
  do {
    const page = await ask(workbooks.listDeliveryItems, { id, limit: 500, ...(after ? { after } : {}) });
    for (const row of page.rows) found[row.name] = row.state;
    after = page.next ?? undefined;
  } while (after);
  await ask(workbooks.applyDelivery, { id });
  const kept = await endOfJob(app.database, id, patienceMs);
  return {
    found,
    planted: Object.fromEntries(planted.map((one) => [one.name, one.verdict])),
    outcome: kept.outcome,
    ms: { reading: checked - began, keeping: performance.now() - checked },
  };
}

/** As one ZIP where the test's store takes it, else as several. */
function archives(files: readonly { name: string; bytes: Buffer }[]) {
  const most = 1_500_000;
  const lots: { name: string; bytes: Buffer }[][] = [[]];
  let size = 0;
  for (const file of files) {
    if (size + file.bytes.length > most) {
      lots.push([]);
      size = 0;
    }
    lots.at(-1)?.push(file);
    size += file.bytes.length;
  }
  return lots.map((lot, at) => ({
    name: `${at}.zip`,
    bytes: zip(lot.map(({ name, bytes }) => ({ name, data: bytes }))),
  }));
}
