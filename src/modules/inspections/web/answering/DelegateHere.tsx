import { Button } from "#web/ui/Button.tsx";
import { useState } from "react";
import { useText } from "#web/text/i18n.ts";
import { useKey } from "#web/ui/keys.tsx";
import { DelegateDialog } from "./DelegateDialog.tsx";
import type { WholeControl } from "./kept.ts";
import type { Row } from "./rules.ts";
import { useAnswering } from "./work.ts";

/** Who answers this control, and the way to hand it to somebody. */
export function DelegateHere({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const { mayAnswer } = useAnswering();
  const [isOpen, open] = useState(false);
  useKey(mayAnswer ? { key: "d", label: t("answering.keys.delegate"), run: () => open(true) } : null);
  if (!mayAnswer && whole.delegatedTo.length === 0) return null;
  return (
    <section>
      <h2>{t("answering.whoAnswers")}</h2>
      <p>
        {whole.delegatedTo.length === 0
          ? t("answering.nobodyElse")
          : whole.delegatedTo.map((one) => one.personName).join(t("list.comma"))}
      </p>
      {mayAnswer ? (
        <div className="prop">
          <Button size="s" shortcut="D" onClick={() => open(true)}>
            {t("answering.delegateThis")}
          </Button>
        </div>
      ) : null}
      {isOpen ? <DelegateDialog row={row} onClose={() => open(false)} /> : null}
    </section>
  );
}
