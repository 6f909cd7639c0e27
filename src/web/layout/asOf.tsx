// The day one looks at. It lives in the URL (?asOf=), so that a link shows what its sender saw.
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { useFormat } from "../text/format.ts";
import { useText } from "../text/i18n.ts";
import { Button } from "../ui/parts.tsx";

const dayForm = /^\d{4}-\d{2}-\d{2}$/;

/** The chosen day, or nothing for today: ready to be spread into an operation's input. */
export function useAsOf(): { asOf?: string } {
  const search = useSearch({ strict: false }) as { asOf?: string };
  return search.asOf && dayForm.test(search.asOf) ? { asOf: search.asOf } : {};
}

/** Pages that show the group as it was on a day. */
const dated = [
  /^\/group(\/services)?$/,
  /^\/companies(\/[^/]+)?$/,
  /^\/audits$/,
  /^\/ledgers\/(?!rules$|classes$|sources$|loads\/)[^/]+(\/[^/]+)?$/,
];
export const isDated = (path: string) => dated.some((one) => one.test(path));

/** Why the other pages have no other day, and what they offer instead. */
const undated = [
  ["results", /^\/group\/(overview|map|results|gaps|figures)$|^\/companies\/[^/]+\/result$/],
  ["rounds", /^\/(rounds|inspections)(\/|$)/],
  ["standards", /^\/standards(\/|$)/],
  ["people", /^\/(people|accounts)(\/|$)/],
  ["trail", /^\/(trail|jobs|imports)(\/|$)/],
] as const;

export function useWhyNoDay(): string {
  const t = useText();
  const { pathname } = useLocation();
  const kind = undated.find(([, path]) => path.test(pathname))?.[0] ?? "other";
  return t(`frame.noDay.${kind}`);
}

export function useChangeAsOf(): (day: string | null) => void {
  const navigate = useNavigate();
  return (day) =>
    void navigate({
      to: ".",
      search: (before: Record<string, unknown>) => {
        const { asOf: _, ...rest } = before;
        return day ? { ...rest, asOf: day } : rest;
      },
    } as never);
}

/** Unmistakable while another day than today is shown; it stands under the top bar of every page. */
export function AsOfBand() {
  const t = useText();
  const format = useFormat();
  const { asOf } = useAsOf();
  const change = useChangeAsOf();
  const { pathname } = useLocation();
  const whyNot = useWhyNoDay();
  if (!asOf) return null;
  const isShown = isDated(pathname);
  return (
    <div className={isShown ? "band past" : "band"} role="status">
      <b>
        {isShown
          ? t("frame.asOfBanner", { day: format.day(asOf) })
          : t("frame.notAsOfBanner", { day: format.day(asOf) })}
      </b>
      <span>{isShown ? t("frame.dayHint") : whyNot}</span>
      <Button size="s" onClick={() => change(null)}>
        {t("frame.backToToday")}
      </Button>
    </div>
  );
}
