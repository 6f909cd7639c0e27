// The step after the check: what is answered, what only groups, and under which name it is referred to.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { catalogues } from "../contract.ts";

export function TakePanel({ of }: { of: Output<typeof catalogues.getCatalogue> }) {
  const t = useText();
  const go = useGo();
  const [setId, setSetId] = useState(of.offered.setId);
  const [headings, setHeadings] = useState<readonly string[]>(of.headings);
  const apply = useCommand(catalogues.applyCatalogue, [catalogues.getCatalogue, catalogues.listCatalogues]);
  const drop = useCommand(catalogues.dropCatalogue, [catalogues.listCatalogues]);
  const items = of.classes
    .filter((one) => !headings.includes(one.class))
    .reduce((sum, one) => sum + one.live, 0);
  const offBecause =
    setId.trim() === ""
      ? t("forms.first", { field: t("catalogue.setId") })
      : items === 0
        ? t("errors.catalogue.nothing_to_answer")
        : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply.mutate({ id: of.id, setId: setId.trim(), headings: [...headings], rowVersion: of.rowVersion });
  };
  const turn = (name: string) =>
    setHeadings((before) =>
      before.includes(name) ? before.filter((one) => one !== name) : [...before, name],
    );
  const letGo = () =>
    drop.mutate(
      { id: of.id, rowVersion: of.rowVersion },
      { onSuccess: () => go({ to: "/standards/catalogues" }) },
    );
  return (
    <Panel className="c6" title={t("catalogue.classes")}>
      <form className="form" onSubmit={submit}>
        <p className="small soft">{t("catalogue.classesHelp")}</p>
        <div>
          {of.classes.map((one) => (
            <label key={one.class} className="tick">
              <input
                type="checkbox"
                checked={headings.includes(one.class)}
                onChange={() => turn(one.class)}
              />
              <span>
                {t("catalogue.isHeading", { name: one.class })}{" "}
                <small className="mute">
                  {t("catalogue.classCount", { live: one.live, withdrawn: one.count - one.live })}
                </small>
              </span>
            </label>
          ))}
        </div>
        <TextField
          label={t("catalogue.setId")}
          hint={t("catalogue.setIdHint")}
          value={setId}
          maxLength={40}
          isCode
          onChange={setSetId}
        />
        <p className="soft">{t("catalogue.takeHelp", { items })}</p>
        <FormError error={apply.error ?? drop.error} />
        <div className="ends">
          <Button isBusy={drop.isPending} onClick={letGo}>
            {t("catalogue.letGo")}
          </Button>
          <Button type="submit" look="main" isBusy={apply.isPending} offBecause={offBecause}>
            {t("catalogue.take")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
