// The poster of a link: set when it is asked for, in the language of those who pass it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import QRCode from "qrcode";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict } from "#core/errors.ts";
import { withContent } from "#core/files/content.ts";
import { safeName } from "#core/files/name.ts";
import { renderPdf } from "#core/pdf/render.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { formatDay } from "#core/text/format.ts";
import { mostSeenKinds } from "../rules.ts";
import type { intake } from "./contract.ts";
import { addressOfLink } from "./links.ts";
import { askedKinds, shownCode } from "./rules.ts";

const template = readFileSync(new URL("./poster.typ", import.meta.url), "utf8");
const say = loadTexts([fileURLToPath(new URL("..", import.meta.url))]);
const pdfType = "application/pdf";

const fontsOf: Record<Language, string[]> = {
  ja: ["Noto Sans JP", "Noto Sans SC"],
  en: ["Noto Sans JP", "Noto Sans SC"],
  zh: ["Noto Sans SC", "Noto Sans JP"],
};
/** In points: as large as its words leave room for on one line. */
const titleSize: Record<Language, number> = { ja: 33, en: 31, zh: 38 };

type Link = {
  id: string;
  code: string;
  companyName: string;
  placeName: string | null;
  phone: string;
  validTo: string | null;
  isOver: boolean;
};

export async function getReportPoster(
  ctx: Ctx,
  { id, language }: Input<typeof intake.getReportPoster>,
): Promise<Output<typeof intake.getReportPoster>> {
  const { rows } =
    await sql<Link>`select l.id, l.code, l.phone, l.valid_to, ${nameOfUnit(language, "n")} as company_name,
      (select ${nameOfUnit(language, "p")} from unit_names p where p.unit_id = l.unit_id
        and holds_on(p.valid_from, p.valid_to, ${ctx.today}::date)) as place_name,
      (l.revoked_at is not null or coalesce(l.valid_to < group_today(), false)) as is_over
    from report_links l join unit_names n on n.unit_id = l.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where l.id = ${id}::uuid and ${within(ctx, "l.company_id")}`.execute(ctx.db);
  const link = found(rows[0], "report_link");
  if (link.isOver) throw conflict("report_link.over");
  const address = addressOfLink(link.code);
  const qr = await QRCode.toString(address, { type: "svg", errorCorrectionLevel: "Q", margin: 2 });
  const data = dataOf(link, language, ctx.today);
  return withContent(
    { id: link.id },
    {
      name: safeName(`${link.companyName} ${link.code}.pdf`.replaceAll("/", "／"), pdfType),
      mediaType: pdfType,
      open: async () =>
        Buffer.from(await renderPdf(template, data, undefined, { "qr.svg": Buffer.from(qr) })),
    },
  );
}

function dataOf(link: Link, language: Language, today: string) {
  const t = (key: string, values?: Record<string, string>) => say(language, key, values);
  const [year = 2026, month = 1, day = 1] = today.split("-").map(Number);
  return {
    lang: language,
    fonts: fontsOf[language],
    size: titleSize[language],
    date: [year, month, day],
    company: link.companyName,
    place: link.placeName ?? "",
    title: t("intake.poster.title"),
    lead: t("intake.poster.lead"),
    alt: t("intake.poster.alt"),
    or: t("intake.poster.or"),
    // As it is typed by hand: without what every browser adds.
    address: addressOfLink(link.code)
      .replace(/^https?:\/\//, "")
      .replace(link.code, shownCode(link.code)),
    whatTitle: t("intake.poster.what"),
    what: askedKinds.slice(0, mostSeenKinds).map((kind) => t(`incident.plain.${kind}`)),
    call: t("intake.poster.call"),
    phone: link.phone,
    promise: t("intake.poster.promise"),
    foot: link.validTo
      ? t("intake.poster.footUntil", { until: formatDay(link.validTo, language) })
      : t("intake.poster.foot"),
  };
}
