import type { ReactNode } from "react";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { useKey } from "#web/ui/keys.tsx";
import type { Row } from "./rules.ts";
import { useAnswering } from "./work.ts";

/** The way back and on; on a phone the answer keys lie here too, under the thumb. */
export function Foot({ row, keys }: { row: Row; keys: ReactNode }) {
  const t = useText();
  const { rows, open, go, nextOpen, openList, show, isContributor } = useAnswering();
  const at = rows.findIndex((one) => one.controlId === row.controlId);
  const before = rows[at - 1];
  const rest = open.filter((one) => one.controlId !== row.controlId);
  useKey({
    key: "escape",
    label: t("answering.keys.leave"),
    run: () => (document.activeElement as HTMLElement | null)?.blur(),
    whileTyping: true,
  });
  return (
    <div className="foot-nav">
      {keys}
      <div className="foot-row">
        {before ? (
          <Button look="quiet" onClick={() => go(before.controlId)}>
            ‹ {before.controlId}
          </Button>
        ) : null}
        <span className="only-phone">
          <Button onClick={() => openList(true)}>{t("answering.list", { count: open.length })}</Button>
        </span>
        <span className="grow" />
        {rest.length > 0 ? (
          <Button look="main" shortcut="N" onClick={nextOpen}>
            {t("answering.next")}
          </Button>
        ) : isContributor ? (
          <Button look="main" onClick={() => show("delegations")}>
            {t("answering.handBack")}
          </Button>
        ) : (
          <Button onClick={() => show("submit")}>{t("answering.toSubmit")}</Button>
        )}
      </div>
    </div>
  );
}
