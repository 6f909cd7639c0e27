// Editions that were made of a catalogue, each to be had as a profile of it: what was chosen and changed, without the rest.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Tag } from "#web/ui/small.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { catalogues } from "../contract.ts";

type Row = Output<typeof catalogues.listTailorings>["rows"][number];

export function TailoringsPanel({ id, items }: { id: string; items: number }) {
  const t = useText();
  const list = useOperation(catalogues.listTailorings, { id });
  const rows = list.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={t("catalogue.tailored", { count: rows.length })}>
      <p className="small soft">{t("catalogue.tailoredHelp")}</p>
      <ul className="tailorings">
        {rows.map((row) => (
          <Tailoring key={row.editionId} id={id} row={row} items={items} />
        ))}
      </ul>
    </Panel>
  );
}

function Tailoring({ id, row, items }: { id: string; row: Row; items: number }) {
  const t = useText();
  const [tier, setTier] = useState("");
  const name = `${row.standard} ${row.edition}`;
  const send = useMutation({
    mutationFn: () =>
      downloadFrom(catalogues.downloadTailored, { id, editionId: row.editionId, ...(tier ? { tier } : {}) }),
  });
  const bring = useCommand(catalogues.bringGuidance, [catalogues.listTailorings]);
  const taken = row.tiers.find((one) => one.id === tier)?.taken ?? row.taken;
  const isOpen = row.state === "draft" || row.state === "in_review";
  return (
    <li>
      <span className="grow">
        <Go
          to={isOpen ? "/standards/$id/draft" : "/standards/$id"}
          params={{ id: row.editionId }}
          className="strong"
        >
          {name}
        </Go>{" "}
        <Tag>{t(`editions.state.${row.state}`)}</Tag>
        <div className="small soft">
          {t("catalogue.tailoredItems", { taken, items })}
          {row.added > 0 ? ` · ${t("catalogue.tailoredAdded", { count: row.added })}` : null}
        </div>
      </span>
      <select
        className="input auto"
        aria-label={t("catalogue.tailoredTier", { name })}
        value={tier}
        onChange={(event) => setTier(event.target.value)}
      >
        <option value="">{t("catalogue.allTiers")}</option>
        {row.tiers.map((one) => (
          <option key={one.id} value={one.id} disabled={one.taken === 0}>
            {one.name}
          </option>
        ))}
      </select>
      <Button icon="download" size="s" isBusy={send.isPending} onClick={() => send.mutate()}>
        {t("catalogue.asProfile")}
      </Button>
      {row.state === "draft" && row.unguided > 0 ? (
        <Button
          icon="plus"
          size="s"
          isBusy={bring.isPending}
          onClick={() =>
            bring.mutate(
              { id, editionId: row.editionId },
              { onSuccess: (brought) => toast(t("catalogue.brought", { name, count: brought.guided })) },
            )
          }
        >
          {t("catalogue.bringGuidance", { count: row.unguided })}
        </Button>
      ) : null}
      <FormError error={send.error ?? bring.error} />
    </li>
  );
}
