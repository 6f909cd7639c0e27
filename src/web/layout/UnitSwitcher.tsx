// The unit one looks at: the whole of what one may see, a division, or a company, found by name; the last ones at hand.
import { Popover } from "@mantine/core";
import { useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { ElsewhereWays } from "#modules/connections/web/parts.tsx";
import { useOperation } from "../api.ts";
import { useLocation } from "@tanstack/react-router";
import { useGo, useUrl } from "../navigation.tsx";
import { useMay, useSession } from "../session.ts";
import { useFormat } from "../text/format.ts";
import { useAnyText, useText } from "../text/i18n.ts";
import { nameFor } from "../text/names.ts";
import { Icon } from "../ui/icons.tsx";
import { LangText } from "../ui/small.tsx";
import { type Hit, HitList } from "./HitList.tsx";
import { narrows, type RecentUnit, useRecentUnits } from "./units.ts";

export function UnitSwitcher() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const mayRead = useMay("organization.read");
  const [isOpen, open] = useState(false);
  const [{ unit }] = useUrl<{ unit: string }>();
  const [recent] = useRecentUnits();
  const counts = useOperation(organization.countCompanies, {}, { enabled: mayRead });
  const chosen = useChosen(unit, recent);
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
        <ElsewhereWays />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The division of the address; a link from elsewhere names one that was never chosen on this device. */
function useChosen(unit: string | undefined, recent: readonly RecentUnit[]) {
  const known = recent.find((one) => one.id === unit);
  const isUnknown = unit !== undefined && !known;
  const group = useOperation(organization.listChildren, {}, { enabled: isUnknown }).data?.rows[0];
  const below = useOperation(
    organization.listChildren,
    { parentId: group?.id ?? "" },
    { enabled: isUnknown && group !== undefined },
  );
  return unit ? (known ?? below.data?.rows.find((one) => one.id === unit)) : undefined;
}

/** A page's own division would win over the unit, and the choice would change nothing. */
const setBack = { division: undefined, divisionId: undefined };

function Choices({ whole, onDone }: { whole: string; onDone: () => void }) {
  const t = useText();
  const any = useAnyText();
  const go = useGo();
  const [words, setWords] = useState("");
  const { pathname } = useLocation();
  const [, set] = useUrl<{ unit: string; division: string; divisionId: string }>();
  const [recent, remember] = useRecentUnits();
  const wanted = words.trim();
  const asked = { enabled: wanted !== "", keep: true };
  const divisions = useOperation(
    organization.searchUnits,
    { search: wanted, kind: "division", limit: 8 },
    asked,
  );
  const companies = useOperation(
    organization.searchUnits,
    { search: wanted, kind: "company", limit: 20 },
    asked,
  );
  const found =
    divisions.data && companies.data ? [...divisions.data.rows, ...companies.data.rows] : undefined;
  const choose = (unit: RecentUnit) => {
    remember(unit);
    if (unit.kind === "company") go({ to: "/companies/$id", params: { id: unit.id } });
    else if (narrows(pathname)) set({ unit: unit.id, ...setBack });
    else go({ to: "/group/overview", search: { unit: unit.id } });
    onDone();
  };
  const everything: Hit = {
    id: "everything",
    label: whole,
    note: t("frame.unitWhole"),
    icon: "group",
    run: () => {
      set({ unit: undefined, ...setBack });
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
      : [{ title: t("frame.unitFound"), hits: (found ?? []).map(hitOf) }];
  return (
    <HitList
      label={t("frame.unitFind")}
      words={words}
      onWords={setWords}
      sections={sections}
      none={wanted !== "" && found?.length === 0 ? t("frame.searchNone", { text: wanted }) : null}
      onClose={onDone}
    />
  );
}
