// Empty lists to be filled in, as they come back: each heading is known again and each choice is understood, in every language (R-13, R-16, T-18).
import assert from "node:assert/strict";
import { test } from "node:test";
import { readXlsx, writeXlsx } from "hucre/xlsx";
import type { Output } from "#core/contract.ts";
import { contentOf } from "#core/files/content.ts";
import { languages } from "#core/text/catalogue.ts";
import { testApp } from "#test/app.ts";
import { addEdition } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { gather, importing } from "#test/imports.ts";
import { imports } from "./contract.ts";
import { kindOf } from "./kinds.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const at = { companyId: group.companies.parent, unitId: group.group };
const office = await signedIn(owner, { ...at, role: "group_office" });
const officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
await addEdition(owner);
const { check, verdicts } = await importing(app, office);
const ask = app.as(office.token);
type Name = Output<typeof imports.downloadImportTemplate>["kind"];

async function template(kind: Name, format: "csv" | "xlsx") {
  const content = contentOf(await ask(imports.downloadImportTemplate, { kind, format }));
  assert.ok(content);
  return { name: content.name, bytes: await gather(await content.open()) };
}
const inLanguage = (language: string) =>
  owner.query("update accounts set language = $2 where id = $1", [office.accountId, language]);

/** What a cell of the first row says; the second says nothing but what is needed. */
const filled: Record<Name, Record<string, string>> = {
  audits: { code: "C1", heldOn: "2025-02-01" },
  findings: {
    code: "C1",
    ownNumber: "T-1",
    headline: "A title",
    foundOn: "2025-02-01",
    closedOn: "2025-03-01",
    acceptedUntil: "2099-01-01",
  },
  plans: { code: "C1", stepNumber: "1", what: "Do it", doneOn: "2025-03-01" },
};

for (const kind of Object.keys(filled) as Name[])
  test(`R-16 the template of ${kind} comes back understood in each language, whatever is chosen in it`, async () => {
    for (const language of languages) {
      await inLanguage(language);
      const { bytes, name } = await template(kind, "xlsx");
      const book = await readXlsx(bytes);
      const [list, help] = book.sheets;
      assert.ok(list && help);
      const headings = (list.rows[0] ?? []).map(String);
      const fields = ["code", ...(kindOf(kind).template?.fields ?? [])];
      assert.equal(headings.length, fields.length);
      assert.deepEqual(
        help.rows.slice(1, fields.length + 1).map((row) => row[0]),
        headings,
        "each heading is explained",
      );
      assert.ok(
        help.rows
          .slice(1, fields.length + 1)
          .every((row) => String(row[2]).length > 1 && !/import\./.test(String(row[2]))),
      );
      const choices = new Map(
        (list.dataValidations ?? []).map((one) => [
          fields[(one.range.codePointAt(0) ?? 0) - 65] ?? "",
          one.values ?? [],
        ]),
      );
      assert.deepEqual(
        [...choices.keys()],
        fields.filter((field) => kindOf(kind).template?.choices?.[field]),
      );
      const most = Math.max(1, ...[...choices.values()].map((values) => values.length));
      const rows = Array.from({ length: most }, (_, n) =>
        fields.map((field) => {
          const values = choices.get(field);
          if (values) return values[n % values.length] ?? "";
          const value = filled[kind][field] ?? "";
          return ["ownNumber", "stepNumber"].includes(field)
            ? `${value}-${n}`
            : field === "heldOn"
              ? `2025-02-0${n + 1}`
              : value;
        }),
      );
      const { id, shown } = await check(
        kind,
        name,
        await writeXlsx({
          sheets: [
            { name: list.name, rows: [headings, ...rows] },
            { name: help.name, rows: help.rows },
          ],
        }),
      );
      assert.equal(shown.recognised?.sheet, 0);
      assert.deepEqual(Object.keys(shown.mapping).toSorted(), fields.toSorted(), language);
      const unread = (await verdicts(id)).filter(([, , problems]) => /unknown|not_a/.test(problems));
      assert.deepEqual(unread, [], `${language}: each choice is understood`);
      const text = (await template(kind, "csv")).bytes.toString("utf8");
      assert.equal(text, `\uFEFF${headings.join(",")}\r\n`);
    }
  });

test("S-01 a template is for whoever may bring such a list in", async () => {
  const asOfficer = app.as(officer.token);
  await asOfficer(imports.downloadImportTemplate, { kind: "plans", format: "csv" });
  await assert.rejects(asOfficer(imports.downloadImportTemplate, { kind: "audits", format: "csv" }), {
    code: "permission.missing",
  });
});
