// An entry of the ledgers that is affected, found by its words.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import type { Incident } from "../../web/incident.ts";
import { refreshedRoom } from "./within.tsx";

type Props = { incident: Incident; onAdded: (entryId: string) => void; onClose: () => void };

export function ThingDialog({ incident, onAdded, onClose }: Props) {
  const t = useText();
  const any = useAnyText();
  const [search, setSearch] = useState("");
  const found = useOperation(
    incidents.findAffectable,
    { id: incident.id, search: search || incident.companyName, of: "things" },
    { keep: true },
  );
  const add = useCommand(incidents.addThing, refreshedRoom);
  const things = search ? (found.data?.things ?? []) : [];
  return (
    <Dialog isOpen onClose={onClose} title={t("room.addThing")}>
      <div className="form">
        <FindBox label={t("room.findThing")} value={search} onFind={setSearch} />
        <FormError error={add.error} />
        {search && found.data && things.length === 0 ? (
          <p className="soft">{t("room.noThingFound")}</p>
        ) : null}
        <ul className="room-rows">
          {things.map((one) => (
            <li key={one.entryId}>
              <div>
                <Tag>{any(`ledger.${one.ledger}`)}</Tag> <LangText text={one.name} />{" "}
                <span className="small soft">{one.about}</span>
              </div>
              <Button
                size="s"
                isBusy={add.isPending}
                onClick={() =>
                  add.mutate(
                    { id: incident.id, ledger: one.ledger, entryId: one.entryId },
                    {
                      onSuccess: () => {
                        onAdded(one.entryId);
                        onClose();
                      },
                    },
                  )
                }
              >
                {t("room.name")}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
