// Entries of the ledgers that are affected; a set of personal data says beside it how many people of which country the ledger names.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import type { Incident } from "../../web/incident.ts";
import type { Affected } from "./reads.ts";
import { TakeDialog } from "./TakeDialog.tsx";
import { ThingDialog } from "./ThingDialog.tsx";
import { refreshedRoom } from "./within.tsx";

type Props = { incident: Incident; affected: Affected };
type Thing = Affected["things"][number];

export function ThingsPanel({ incident, affected }: Props) {
  const t = useText();
  const any = useAnyText();
  const [isAdding, setAdding] = useState(false);
  const [takenId, takeFrom] = useState<string | null>(null);
  const end = useCommand(incidents.takeOutThing, refreshedRoom);
  const taken = affected.things.find((one) => one.entryId === takenId && one.people.length > 0);
  return (
    <Panel
      title={t("room.things")}
      more={
        affected.mayName ? (
          <Button size="s" onClick={() => setAdding(true)}>
            {t("room.addThing")}
          </Button>
        ) : null
      }
    >
      {affected.things.length === 0 ? <p className="soft">{t("room.noThings")}</p> : null}
      <FormError error={end.error} />
      <ul className="room-rows">
        {affected.things.map((one) => (
          <li key={one.entryId}>
            <div>
              <Tag>{any(`ledger.${one.ledger}`)}</Tag> <LangText text={one.name} />{" "}
              <span className="small soft">{one.about}</span>
              <PeopleOfSet thing={one} />
            </div>
            {affected.mayName ? (
              <span className="row">
                {one.people.length > 0 ? (
                  <Button size="s" onClick={() => takeFrom(one.entryId)}>
                    {t("room.takePeople")}
                  </Button>
                ) : null}
                <Button
                  size="s"
                  look="quiet"
                  isBusy={end.isPending}
                  onClick={() => end.mutate({ id: incident.id, entryId: one.entryId })}
                >
                  {t("room.takeOut")}
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {isAdding ? (
        <ThingDialog
          incident={incident}
          onAdded={takeFrom}
          onClose={() => {
            setAdding(false);
          }}
        />
      ) : null}
      {taken && !isAdding ? (
        <TakeDialog
          key={taken.entryId}
          incident={incident}
          affected={affected}
          thing={taken}
          onClose={() => takeFrom(null)}
        />
      ) : null}
    </Panel>
  );
}

/** What the ledger names, what of it was taken over, and where it says another number since. */
function PeopleOfSet({ thing }: { thing: Thing }) {
  const t = useText();
  const format = useFormat();
  if (thing.people.length === 0) return null;
  return (
    <ul className="room-of-set">
      {thing.people.map((one) => {
        const values = { country: format.country(one.country), count: format.number(one.inLedger ?? 0) };
        return (
          <li key={one.country} className={one.isDifferent ? "room-over" : "soft"}>
            {!one.taken
              ? t("room.ofSetNotTaken", values)
              : t(one.isDifferent ? "room.ofSetDifferent" : "room.ofSetTaken", {
                  ...values,
                  taken: format.number(one.taken.count),
                  before: format.number(one.taken.inLedger),
                  moment: format.moment(one.taken.at, "short"),
                })}
          </li>
        );
      })}
    </ul>
  );
}
