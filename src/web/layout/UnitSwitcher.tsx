// The unit one looks at: the whole of what one may see, a division, or a company, found by name; the last ones at hand.
import { Popover } from "@mantine/core";
import { useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { useOperation } from "../api.ts";
import { useGo, useUrl } from "../navigation.tsx";
import { useMay, useSession } from "../session.ts";
import { useFormat } from "../text/format.ts";
import { useAnyText, useText } from "../text/i18n.ts";
import { nameFor } from "../text/names.ts";
import { Icon } from "../ui/icons.tsx";
import { LangText } from "../ui/small.tsx";
import { type Hit, HitList } from "./HitList.tsx";
import { type RecentUnit, useRecentUnits } from "./units.ts";

export function UnitSwitcher() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const mayRead = useMay("organization.read");
  const [isOpen, open] = useState(false);
  const [{ unit }] = useUrl<{ unit: string }>();
  const [recent] = useRecentUnits();
  const counts = useOperation(organization.countCompanies, {}, { enabled: mayRead });
  const chosen = unit ? recent.find((one) => one.id === unit) : undefined;
  const whole = session.group.names[format.language] ?? session.group.name;
  if (!mayRead)
    return (
      <span className="pick">
        <Icon name="unit" />
        <b>{whole}</b>
      </span>
    );
  return (
    <Popover opened={isOpen} onChange={open} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className="pick"
          aria-label={`${t("frame.unit")}: ${chosen ? nameFor(chosen) : whole}`}
          aria-expanded={isOpen}
          onClick={() => open(!isOpen)}
        >
          <Icon name="unit" />
          <b>
            <LangText text={chosen ? nameFor(chosen) : whole} />
          </b>
          {!chosen && counts.data ? (
            <small className="wide">{t("frame.companies", { count: counts.data.companies })}</small>
          ) : null}
          <Icon name="down" className="turn" />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <Choices onDone={() => open(false)} whole={whole} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ whole, onDone }: { whole: string; onDone: () => void }) {
  const t = useText();
  const any = useAnyText();
  const go = useGo();
  const [words, setWords] = useState("");
  const [, set] = useUrl<{ unit: string }>();
  const [recent, remember] = useRecentUnits();
  const wanted = words.trim();
  const found = useOperation(
    organization.searchUnits,
    { search: wanted, limit: 20 },
    { enabled: wanted !== "", keep: true },
  );
  const choose = (unit: RecentUnit) => {
    remember(unit);
    if (unit.kind === "company") go({ to: "/companies/$id", params: { id: unit.id } });
    else set({ unit: unit.kind === "group" ? undefined : unit.id });
    onDone();
  };
  const everything: Hit = {
    id: "everything",
    label: whole,
    note: t("frame.unitWhole"),
    icon: "group",
    run: () => {
      set({ unit: undefined });
      onDone();
    },
  };
  const hitOf = (unit: RecentUnit): Hit => ({
    id: unit.id,
    label: nameFor(unit),
    note: any(`unit.${unit.kind}`),
    icon: unit.kind === "company" ? "unit" : "group",
    run: () => choose(unit),
  });
  const sections =
    wanted === ""
      ? [
          { title: null, hits: [everything] },
          { title: t("frame.unitRecent"), hits: recent.map(hitOf) },
        ]
      : [{ title: t("frame.unitFound"), hits: (found.data?.rows ?? []).map(hitOf) }];
  return (
    <HitList
      label={t("frame.unitFind")}
      words={words}
      onWords={setWords}
      sections={sections}
      none={wanted !== "" && found.data ? t("frame.searchNone", { text: wanted }) : null}
      onClose={onDone}
    />
  );
}
