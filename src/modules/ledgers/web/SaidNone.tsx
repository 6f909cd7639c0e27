// That a company said it has none of this: by whom and when, and whether an entry says otherwise.
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { ledgers } from "../contract.ts";

type None = NonNullable<Output<typeof ledgers.listBeginnings>["rows"][number]["none"]>;

export function SaidNone({ none, isContradicted = false }: { none: None; isContradicted?: boolean }) {
  const t = useText();
  const format = useFormat();
  const values = { by: none.byName ?? t("ledgerNone.somebody"), day: format.day(none.on, "plain") };
  return (
    <span
      className={`small ${isContradicted ? "serious-ink" : "soft"}`}
      {...(none.remark ? { title: none.remark } : {})}
    >
      {t(isContradicted ? "ledgerNone.contradicted" : "ledgerNone.said", values)}
    </span>
  );
}
