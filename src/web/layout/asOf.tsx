// The day one looks at. It lives in the URL (?asOf=), so that a link shows what its sender saw.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useFormat } from "../text/format.ts";
import { useText } from "../text/i18n.ts";
import { Button } from "../ui/parts.tsx";

const dayForm = /^\d{4}-\d{2}-\d{2}$/;

/** The chosen day, or nothing for today: ready to be spread into an operation's input. */
export function useAsOf(): { asOf?: string } {
  const search = useSearch({ strict: false }) as { asOf?: string };
  return search.asOf && dayForm.test(search.asOf) ? { asOf: search.asOf } : {};
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
  if (!asOf) return null;
  return (
    <div className="band past" role="status">
      <b>{t("frame.asOfBanner", { day: format.day(asOf) })}</b>
      <span>{t("frame.dayHint")}</span>
      <Button size="s" onClick={() => change(null)}>
        {t("frame.backToToday")}
      </Button>
    </div>
  );
}
