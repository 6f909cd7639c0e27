// One event whole: what a row has no room for, and where one goes on from it.
import type { Output } from "#core/contract.ts";
import { useGo } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { KeyValue } from "#web/ui/Panel.tsx";
import { Written } from "#web/ui/small.tsx";
import type { trail } from "../contract.ts";
import { useFilters } from "./filters.ts";
import { useNameOf } from "./parts.tsx";
import { useKindOf, useNamesOf } from "./SubjectChoice.tsx";
import { toldOf } from "./told.ts";

export type Found = Output<typeof trail.searchEvents>["rows"][number];

export function EventDialog({ event, onClose }: { event: Found; onClose: () => void }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const nameOf = useNameOf();
  const kindOf = useKindOf();
  const subjectName = useNamesOf([event.subjectId ?? undefined]);
  const told = toldOf(event.data, format);
  const rows: (readonly [string, React.ReactNode])[] = [
    [t("trail.at"), format.moment(event.at)],
    [t("trail.who"), nameOf(event)],
  ];
  if (event.companyName) rows.push([t("trail.company"), event.companyName]);
  if (event.subjectId)
    rows.push([t("trail.record"), `${subjectName(event.subjectId)} · ${kindOf(event.subjectKind)}`]);
  if (told.length > 0) rows.push([t("trail.data"), told.join(" · ")]);
  if (event.values || event.isErased)
    rows.push([
      t("trail.values"),
      event.values ? <Values key="values" values={event.values} /> : t("trail.valuesErased"),
    ]);
  if (event.requestId) rows.push([t("trail.request"), <code key="request">{event.requestId}</code>]);
  rows.push([t("trail.seal"), t(event.isSealed ? "trail.sealed" : "trail.notYetSealed")]);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${any(`events.${event.verb}`)} · ${t("trail.event.title", { id: event.id })}`}
    >
      <div className="form">
        <KeyValue look="wide" rows={rows} />
        <Ways event={event} onClose={onClose} />
      </div>
    </Dialog>
  );
}

function Ways({ event, onClose }: { event: Found; onClose: () => void }) {
  const t = useText();
  const go = useGo();
  const mayErase = useMay("trail.erase");
  const { set, clear } = useFilters();
  const only = (part: Parameters<typeof set>[0]) => {
    clear();
    set(part);
    onClose();
  };
  const { requestId, subjectId } = event;
  return (
    <div className="ends">
      {mayErase && event.values ? (
        <Button onClick={() => go({ to: "/trail/erasures", search: { event: event.id } })}>
          {t("trail.event.erase")}
        </Button>
      ) : null}
      {requestId ? <Button onClick={() => only({ requestId })}>{t("trail.event.sameRequest")}</Button> : null}
      {subjectId ? <Button onClick={() => only({ subjectId })}>{t("trail.event.sameRecord")}</Button> : null}
    </div>
  );
}

/** As they were written: the names of their fields are those of the programs, and nobody else's. */
const Values = ({ values }: { values: Record<string, unknown> }) => (
  <ul className="plain">
    {textsIn(values).map((text) => (
      <li key={text}>
        <Written text={text} />
      </li>
    ))}
  </ul>
);

export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return [...new Set(Object.values(value).flatMap(textsIn))];
}
