// A prepared sheet put into another order: places moved, named, added and taken out, and checks looked at elsewhere. Devices that have it
// along go on meanwhile: what they enter belongs to a check, wherever that is looked at.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { audits } from "../../contract.ts";
import type { Visit } from "../visit.ts";
import { ArrangeChecks } from "./ArrangeChecks.tsx";
import { bodyOf, type Draft, draftOf, keptBy } from "./arranging.ts";
import type { Sheet } from "./counts.ts";
import { PlacesForm } from "./PlacesForm.tsx";

type Props = { sheet: Sheet; sites: Visit["sites"]; onDone: () => void };

export function Arrange({ sheet, sites, onDone }: Props) {
  const t = useText();
  const [draft, setDraft] = useState<Draft>(() => draftOf(sheet));
  const arrange = useCommand(audits.arrangeSheet, [audits.getAuditSheet]);
  const out = sheet.checkouts.filter((one) => one.state === "out").length;
  const isOld = draft.rowVersion !== sheet.rowVersion;
  const offBecause = isOld
    ? t("audits.arrange.off.old")
    : draft.places.length === 0 || draft.places.some((one) => !one.name.trim())
      ? t("audits.prepare.placesFirst")
      : null;
  const save = () =>
    arrange.mutate(
      { id: sheet.visitId, ...bodyOf(draft, sheet) },
      {
        onSuccess: () => {
          toast(t("audits.arrange.done"));
          onDone();
        },
      },
    );
  return (
    <>
      {out > 0 ? <Note>{t("audits.arrange.devices", { count: out })}</Note> : null}
      {isOld ? (
        <Note kind="warn">
          {t("audits.arrange.old")}{" "}
          <Button size="s" onClick={() => setDraft(draftOf(sheet))}>
            {t("audits.arrange.anew")}
          </Button>
        </Note>
      ) : null}
      <PlacesForm
        help={t("audits.arrange.help")}
        sites={sites}
        places={draft.places}
        keptBecause={(place) => {
          const kept = keptBy(draft, sheet, place.key);
          return kept && t(`audits.arrange.kept.${kept}`);
        }}
        onChange={(places) => setDraft({ ...draft, places })}
      />
      <ArrangeChecks sheet={sheet} draft={draft} onChange={setDraft} />
      <FormError error={arrange.error} />
      <div className="sheet-ends">
        <Button onClick={onDone}>{t("action.cancel")}</Button>
        <Button look="main" isBusy={arrange.isPending} offBecause={offBecause} onClick={save}>
          {t("audits.arrange.act")}
        </Button>
      </div>
    </>
  );
}
