// What other screens show of looking along: the band while one does, and of one's own account who may.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { personName } from "#core/text/format.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Written } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { viewings } from "../contract.ts";
import { AllowDialog } from "./AllowDialog.tsx";

/** Stands under the top bar of every page while one looks along. */
export function ViewingBand() {
  const t = useText();
  const format = useFormat();
  const { viewing, familyName, givenName } = useSession();
  const leave = useCommand(viewings.leaveViewing);
  if (!viewing) return null;
  const name = personName({ familyName, givenName }, format.language);
  return (
    <div className="band urgent" role="status">
      <b>{t("viewing.band", { name, at: format.moment(viewing.endsAt) })}</b>
      <FormError error={leave.error} />
      <span className="row end">
        <Button
          size="s"
          isBusy={leave.isPending}
          // Whatever was read as somebody else goes with the page.
          onClick={() => leave.mutate({}, { onSuccess: () => window.location.assign("/viewings") })}
        >
          {t("viewing.leave")}
        </Button>
      </span>
    </div>
  );
}

/** On one's own account: who may look along now, and letting somebody. */
export function MyViewings({ className }: { className: string }) {
  const t = useText();
  const mine = useOperation(viewings.listMyViewings, {});
  const [isAllowing, setAllowing] = useState(false);
  const now = mine.data?.rows.filter((one) => one.state !== "over") ?? [];
  return (
    <Panel className={className} title={t("viewing.mine")}>
      <p className="soft">{t("viewing.mineHelp")}</p>
      {mine.isError ? (
        <ErrorState error={mine.error} onRetry={() => void mine.refetch()} />
      ) : !mine.data ? (
        <Loading rows={2} />
      ) : (
        <>
          {now.length > 0 ? (
            <ul className="lines">
              {now.map((one) => (
                <GivenLine key={one.id} one={one} />
              ))}
            </ul>
          ) : null}
          <p className="row">
            <Button onClick={() => setAllowing(true)}>{t("viewing.mine")}…</Button>
          </p>
        </>
      )}
      {isAllowing ? <AllowDialog onClose={() => setAllowing(false)} /> : null}
    </Panel>
  );
}

type Given = { id: string; withName: string; endsAt: string; reason: string; looks: number };

function GivenLine({ one }: { one: Given }) {
  const t = useText();
  const format = useFormat();
  const end = useCommand(viewings.endViewing, [viewings.listMyViewings]);
  return (
    <li>
      <span>
        {t("viewing.givenTo", { name: one.withName, at: format.moment(one.endsAt) })}
        <small>
          <Written text={one.reason} /> · {t("viewing.looks", { count: one.looks })}
        </small>
        <FormError error={end.error} />
      </span>
      <span className="end">
        <Button size="s" isBusy={end.isPending} onClick={() => end.mutate({ id: one.id })}>
          {t("viewing.end")}
        </Button>
      </span>
    </li>
  );
}
