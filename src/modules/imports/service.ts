// Checking and applying a company list. Applying judges the file again in its own transaction, so that a file
// applied twice, or two people applying it, adds every company once.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { invalid } from "#core/errors.ts";
import { addCompany } from "#modules/organization/changing.ts";
import { type CompanyFields, judgeCompanies } from "#modules/organization/importing/companies.ts";
import { companyColumns } from "#modules/organization/importing/company-words.ts";
import { heldUnits } from "#modules/organization/importing/held.ts";
import { placeOf } from "#modules/organization/importing/places.ts";
import { fieldsOf, findHeading } from "./columns.ts";
import type { imports } from "./contract.ts";
import { readDelimited } from "./reading.ts";

type In<K extends keyof typeof imports> = Input<(typeof imports)[K]>;
type Out<K extends keyof typeof imports> = Promise<Output<(typeof imports)[K]>>;

async function judged(ctx: Ctx, content: string) {
  const read = readDelimited(Buffer.from(content, "base64"));
  if (!read.ok) throw invalid(read.problem);
  const heading = findHeading(read.table.rows, companyColumns);
  if (!heading) throw invalid("import.no_heading");
  const rows = read.table.rows
    .filter((row) => row.number > heading.rowNumber)
    .map((row) => ({ number: row.number, fields: fieldsOf(row, heading.mapping) }));
  const units = await heldUnits(ctx);
  const verdicts = judgeCompanies(
    rows,
    units,
    units.filter((unit) => unit.kind === "company"),
  );
  return { encoding: read.table.encoding, heading, verdicts };
}

export async function checkCompanyFile(ctx: Ctx, input: In<"checkCompanyFile">): Out<"checkCompanyFile"> {
  const { encoding, heading, verdicts } = await judged(ctx, input.content);
  return {
    encoding,
    headingRow: heading.rowNumber,
    labels: heading.labels,
    mapping: heading.mapping,
    rows: verdicts.map(({ fields, ...verdict }) => ({ ...verdict, name: fields?.name ?? null })),
  };
}

export async function applyCompanyFile(ctx: Ctx, input: In<"applyCompanyFile">): Out<"applyCompanyFile"> {
  const { verdicts } = await judged(ctx, input.content);
  const wanted = new Set(input.rowNumbers);
  const added: { rowNumber: number; id: string }[] = [];
  for (const { rowNumber, verdict, fields } of verdicts) {
    if (!wanted.has(rowNumber) || verdict !== "new" || !fields) continue;
    const { id } = await addCompany(ctx, companyFrom(fields, input));
    added.push({ rowNumber, id });
    wanted.delete(rowNumber);
  }
  return { added, notApplied: [...wanted] };
}

type NewCompany = Parameters<typeof addCompany>[1];

/** A verdict of "new" has code, name, parent, relation and country; facts that lists do not carry begin as "no". */
function companyFrom(fields: CompanyFields, input: In<"applyCompanyFile">): NewCompany {
  const { code, name, nameEn, nameJa, nameZh, parentId, relation, country } = fields;
  if (!parentId || !relation || !country)
    throw new Error("a row without parent, relation or country was judged new");
  return {
    code,
    name,
    nameEn,
    nameJa,
    nameZh,
    parentId,
    relation,
    from: fields.from ?? input.from,
    ownershipPercent: fields.ownershipPercent,
    ...(input.reason === undefined ? {} : { reason: input.reason }),
    facts: {
      country,
      ...placeOf(country),
      industry: null,
      workers: fields.workers ?? 0,
      personalDataPeople: 0,
      hasPlant: false,
      runsServers: false,
      hasRestrictedRooms: false,
      developsSoftware: false,
      developsProducts: false,
      isRegionalHeadquarters: false,
      isFinance: false,
      providesSharedServices: false,
      answersByWorkbook: false,
    },
  };
}
