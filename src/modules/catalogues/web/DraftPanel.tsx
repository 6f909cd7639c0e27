// A catalogue that was taken over becomes a standard of its own, so that a round can be run on it.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { GoButton, useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { catalogues } from "../contract.ts";

const mostNamed = 12;

export function DraftPanel({ of }: { of: Output<typeof catalogues.getCatalogue> }) {
  const t = useText();
  const go = useGo();
  const [code, setCode] = useState(of.offered.code);
  const [edition, setEdition] = useState(of.offered.edition);
  const draft = useCommand(catalogues.draftFromCatalogue);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    draft.mutate(
      { id: of.id, code: code.trim(), edition: edition.trim() },
      {
        onSuccess: ({ id, leftOut, shortened }) => {
          if (leftOut.length === 0 && shortened.length === 0)
            go({ to: "/standards/$id/draft", params: { id } });
        },
      },
    );
  };
  const missing =
    code.trim() === ""
      ? t("forms.first", { field: t("catalogue.code") })
      : edition.trim() === ""
        ? t("forms.first", { field: t("catalogue.edition") })
        : null;
  if (draft.data) return <Drafted made={draft.data} />;
  return (
    <Panel className="c6" title={t("catalogue.draft")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("catalogue.draftHelp", { items: of.items })}</p>
        <TextField label={t("catalogue.code")} value={code} maxLength={40} isCode onChange={setCode} />
        <TextField
          label={t("catalogue.edition")}
          value={edition}
          maxLength={40}
          isCode
          onChange={setEdition}
        />
        <FormError error={draft.error} />
        <div className="ends">
          <Button type="submit" look="main" isBusy={draft.isPending} offBecause={missing}>
            {t("catalogue.makeDraft")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

/** What a draft does not hold of its catalogue is said before anybody begins to work on it. */
function Drafted({ made }: { made: Output<typeof catalogues.draftFromCatalogue> }) {
  const t = useText();
  const lists = [
    ["catalogue.draftLeftOut", made.leftOut],
    ["catalogue.draftShortened", made.shortened],
  ] as const;
  return (
    <Panel className="c6" title={t("catalogue.drafted", { count: made.controls })}>
      <ul className="catalogue-problems" role="status">
        {lists.map(([key, ids]) =>
          ids.length === 0 ? null : (
            <li key={key}>
              {t(key, { count: ids.length })}
              <small>
                {ids.slice(0, mostNamed).join(", ")}
                {ids.length > mostNamed ? " …" : ""}
              </small>
            </li>
          ),
        )}
      </ul>
      <div className="ends">
        <GoButton to="/standards/$id/draft" params={{ id: made.id }}>
          {t("catalogue.openDraft")}
        </GoButton>
      </div>
    </Panel>
  );
}
