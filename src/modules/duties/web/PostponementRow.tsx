// A third postponement: the division decides inside the row, with a reason that is kept.
import { type KeyboardEvent, useId, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useDutyPage } from "#web/slots.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Clock } from "#web/ui/figures.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { Kbd, LangText } from "#web/ui/small.tsx";
import { useNow } from "#web/ui/now.ts";
import { duties } from "../contract.ts";
import { namesOf } from "./names.ts";

type Asked = Output<typeof duties.listPostponements>["rows"][number];

export function PostponementRow({ asked }: { asked: Asked }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const id = useId();
  const now = useNow();
  const [isOpen, open] = useState(false);
  const [reason, setReason] = useState("");
  const decide = useCommand(duties.decidePostponement, [
    duties.listPostponements,
    duties.getMyWork,
    duties.listMyDuties,
  ]);
  const send = (decision: "allow" | "refuse") => {
    if (reason.trim() === "") open(true);
    else decide.mutate({ id: asked.id, decision, reason: reason.trim() });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send("allow");
    }
  };
  const lacks = isOpen && reason.trim() === "" ? t("dialog.reasonFirst") : null;
  const to = useDutyPage()(asked.kind);
  const day = format.momentDay(asked.toAt, "short", asked.timeZone);
  return (
    <li className={isOpen ? "open" : undefined}>
      <Clock
        from={asked.askedAt}
        due={asked.fromAt}
        now={now}
        dueText={format.moment(asked.fromAt, "week", asked.timeZone)}
      />
      <div className="what">
        <b>
          <Icon name="clock" />
          <span>{t("needs.postponement", { nth: asked.nth, kind: any(`duty.kind.${asked.kind}`) })}</span>
        </b>
        <p>
          {nameFor(namesOf(asked))}
          {asked.about ? " · " : ""}
          {asked.about && to ? (
            <Go to={to} params={{ id: asked.subjectId }}>
              {asked.about}
            </Go>
          ) : (
            asked.about
          )}{" "}
          · <LangText text={asked.reason} />
          {asked.askedByName ? ` (${asked.askedByName})` : ""}
        </p>
      </div>
      <div className="act">
        <Button isBusy={decide.isPending} offBecause={lacks} onClick={() => send("refuse")}>
          {t("needs.refuse")}
        </Button>
        <Button isBusy={decide.isPending} offBecause={lacks} onClick={() => send("allow")}>
          {t("needs.allowTo", { day })}
        </Button>
      </div>
      {isOpen ? (
        <div className="reason">
          <label htmlFor={id}>{t("needs.reasonKept")}</label>
          <input
            id={id}
            className="input"
            // The row was just opened by its own button: the field is where the reader wants to be.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={onKey}
          />
          <span className="small soft">
            <Kbd>Ctrl</Kbd> <Kbd>↵</Kbd> {t("needs.allow")}
          </span>
          {decide.error ? (
            <div className="wrong">
              <FormError error={decide.error} />
            </div>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
