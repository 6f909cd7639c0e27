// The words of this control were corrected while companies answer: what they were, why, and whether the answer holds.
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { currentLanguage, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Redline } from "#web/ui/Redline.tsx";
import { inspections } from "../../contract.ts";
import type { WholeControl } from "./kept.ts";
import type { Row } from "./rules.ts";
import { useAnswering } from "./work.ts";

const reads = [
  inspections.getAskedControl,
  inspections.listWholeControls,
  inspections.listAskedControls,
  inspections.getInspection,
] as const;

export function Corrected({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const format = useFormat();
  const { inspection, mayAnswer } = useAnswering();
  const confirm = useCommand(inspections.confirmCorrected, reads);
  const { corrected, texts } = whole;
  if (!corrected) return null;
  const then: Readonly<Record<string, string>> = corrected.before;
  const changed = [currentLanguage(), "en", "ja", "zh"].find((one) => then[one] !== texts.requirement[one]);
  const [before, now] = [then[changed ?? ""] ?? "", texts.requirement[changed ?? ""] ?? ""];
  return (
    <div className={corrected.isOpen ? "note warn corrected-words" : "corrected-words"}>
      <p>
        <b>
          {t("answering.corrected", { number: corrected.number, day: format.moment(corrected.issuedAt) })}
        </b>{" "}
        {corrected.reason}
      </p>
      {changed ? (
        <Redline before={before} after={now} lang={changed} />
      ) : (
        <p>{t("answering.correctedBeside")}</p>
      )}
      {corrected.isOpen ? (
        <div className="row wrap">
          <span>{t("answering.correctedAsk")}</span>
          <Button
            isBusy={confirm.isPending}
            offBecause={
              !mayAnswer ? t("answering.notInHand") : row.isWaiting ? t("answering.correctedWait") : null
            }
            onClick={() =>
              confirm.mutate({ id: inspection.id, controlId: row.controlId, number: corrected.number })
            }
          >
            {t("answering.correctedHolds")}
          </Button>
          <FormError error={confirm.error} />
        </div>
      ) : null}
    </div>
  );
}
