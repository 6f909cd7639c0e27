// A company whose people report: a director with two devices, a colleague, its officer, the night desk of the group, a poster with a number.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { site } from "./browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "./factories.ts";

const screenshots = process.env["SCREENSHOTS"];
export const shoot = async (page: Page, name: string) => {
  if (screenshots) await page.screenshot({ path: `${screenshots}/desk-${name}.png`, fullPage: true });
};

type People = { director: SignedIn; colleague: SignedIn; officer: SignedIn; night: SignedIn };

export async function reportingSite() {
  let people: People | undefined;
  const { page } = await site(async ({ owner }) => {
    const group = await buildSmallGroup(owner);
    const { own, parent } = group.companies;
    const at = (role: "employee" | "security_officer", name: string) =>
      signedIn(owner, { companyId: own, role, name });
    people = {
      director: await at("employee", "Sato"),
      colleague: await at("employee", "Kimura"),
      officer: await at("security_officer", "Officer"),
      night: await signedIn(owner, {
        companyId: parent,
        role: "group_office",
        unitId: group.group,
        name: "Night",
      }),
    };
    await owner.query(
      "insert into asset_classes (rank, name_en, name_ja, name_zh, review_months) values (4, 'Customer data', '顧客情報', '客户信息', 12)",
    );
    await owner.query(
      `insert into devices (company_id, name, form, manufacturer, model, encrypted, class, owner_id, seen_at) values
         ($1, 'SP-04821', 'phone', 'Sample', 'X2', true, 4, $2, now() - interval '5 hours'),
         ($1, 'PC-11873', 'laptop', 'Sample', 'L14', true, null, $2, now() - interval '3 hours')`,
      [own, people.director.personId],
    );
    await owner.query(
      "insert into report_links (company_id, code, label, languages, phone) values ($1, 'K7M2QX4P', 'Gate', '{ja,en}', '+81 3 0000 0199')",
      [own],
    );
  });
  assert.ok(people);
  return { page, ...people };
}
