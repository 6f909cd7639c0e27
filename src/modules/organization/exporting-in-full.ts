// Every field of a company that a list may carry, under headings that the import recognises.
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import type { SheetColumn } from "#core/exports/xlsx.ts";
import { locales } from "#core/text/format.ts";
import type { organization } from "./contract.ts";
import type { CompanyFacts } from "./importing/company-facts.ts";
import { factMarks } from "./rules.ts";

type Listed = Output<typeof organization.listCompanies>["rows"][number];
type Full = Listed &
  CompanyFacts & { parentCode: string | null; ownerCode: string | null; foundedOn: string };
type Say = (key: string) => string;

/** The rows of a list with what the list does not show, in one statement. */
export async function fullCompanies(ctx: Ctx, listed: readonly Listed[], day: string): Promise<Full[]> {
  const on = (alias: string) =>
    sql<boolean>`holds_on(${sql.ref(`${alias}.valid_from`)}, ${sql.ref(`${alias}.valid_to`)}, ${day}::date)`;
  const { rows } = await sql<
    CompanyFacts & { id: string; parentCode: string | null; ownerCode: string | null; foundedOn: string }
  >`
    select u.id, u.founded_on, above.code as parent_code, owner.code as owner_code, f.country, f.region, f.time_zone, f.language, f.industry,
      f.workers, f.personal_data_people, ${sql.join(factMarks.map((mark) => sql.ref(`f.${mark}`)))}
    from units u
    left join supervisions s on s.unit_id = u.id and ${on("s")}
    left join units above on above.id = s.parent_id
    left join relations r on r.company_id = u.id and ${on("r")}
    left join relations p on p.kind = 'parent' and r.kind <> 'parent' and ${on("p")}
    left join units owner on owner.id = coalesce(r.owner_id, p.company_id)
    left join company_facts f on f.company_id = u.id and ${on("f")}
    where u.id = any (${listed.map((row) => row.id)}::uuid[]) and ${within(ctx, "u.company_id")}`.execute(
    ctx.db,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return listed.flatMap((row) => {
    const more = byId.get(row.id);
    return more ? [{ ...row, ...more }] : [];
  });
}

export function companyFields(say: Say, language: Ctx["language"]): SheetColumn<Full>[] {
  const countries = new Intl.DisplayNames([locales[language]], { type: "region" });
  const said = (kind: string, word: string | null) => (word === null ? null : say(`${kind}.${word}`));
  return [
    { label: say("company.code"), value: (row) => row.code },
    { label: say("company.name"), value: (row) => row.name },
    { label: say("company.nameJa"), value: (row) => row.nameJa },
    { label: say("company.nameEn"), value: (row) => row.nameEn },
    { label: say("company.nameZh"), value: (row) => row.nameZh },
    { label: say("companies.parentCode"), value: (row) => row.parentCode },
    { label: say("company.relation"), value: (row) => said("relation", row.relation) },
    { label: `${say("company.ownership")} %`, kind: "number", value: (row) => row.ownershipPercent },
    { label: say("change.owner"), value: (row) => row.ownerCode },
    {
      label: say("company.country"),
      value: (row) => (row.country ? (countries.of(row.country) ?? row.country) : null),
    },
    { label: say("group.by.region"), value: (row) => said("region", row.region) },
    { label: say("facts.timeZone"), value: (row) => row.timeZone },
    { label: say("facts.language"), value: (row) => row.language },
    { label: say("facts.industry"), value: (row) => row.industry },
    { label: say("facts.workers"), kind: "number", value: (row) => row.workers },
    { label: say("facts.personalDataPeople"), kind: "number", value: (row) => row.personalDataPeople },
    ...factMarks.map(
      (mark): SheetColumn<Full> => ({
        label: say(`facts.${mark}`),
        value: (row) => (row[mark] === null ? null : say(row[mark] ? "companies.yes" : "companies.no")),
      }),
    ),
    // Follows from the facts; shown, not read back.
    { label: say("companies.tierShown"), value: (row) => row.tier },
    { label: say("companies.joined"), kind: "day", value: (row) => row.foundedOn },
    { label: say("companies.left"), kind: "day", value: (row) => row.endedOn },
  ];
}
