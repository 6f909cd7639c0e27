// The filters of the search, each of them in the URL.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { useMay } from "#web/session.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { trail } from "../contract.ts";
import { type Group, groups, isOf } from "../kinds/rules.ts";
import { type Filters, useFilters } from "./filters.ts";
import { SubjectDialog, useNamesOf } from "./SubjectChoice.tsx";

export function TrailFilters() {
  const t = useText();
  const { filters, set, clear, isNarrowed, withValues, showValues } = useFilters();
  const mayReadValues = useMay("trail.read_values");
  return (
    <>
      <div className="tools" style={{ marginTop: 16 }}>
        <KindChoice />
        <DayField label={t("trail.from")} value={filters.from ?? ""} onChange={(from) => set({ from })} />
        <DayField label={t("trail.to")} value={filters.to ?? ""} onChange={(to) => set({ to })} />
        {mayReadValues ? (
          <>
            <FindBox
              key={filters.words === undefined ? "none" : "some"}
              label={t("trail.words")}
              value={filters.words ?? ""}
              onFind={(words) => set({ words: words || undefined })}
            />
            <label className="row small" title={t("trail.withValuesHelp")}>
              <input
                type="checkbox"
                checked={withValues}
                onChange={(event) => showValues(event.target.checked)}
              />
              {t("trail.withValues")}
            </label>
          </>
        ) : null}
      </div>
      <div className="filters">
        <WhoAndWhat />
        {filters.requestId ? (
          <Token
            name={t("trail.request")}
            value={`…${filters.requestId.slice(-8)}`}
            onRemove={() => set({ requestId: undefined })}
          />
        ) : null}
        {(["refused", "read"] as const).map((group) =>
          filters.group === group ? null : (
            <Button key={group} size="s" look="quiet" onClick={() => set({ group, verb: undefined })}>
              {t(group === "refused" ? "trail.onlyRefusals" : "trail.onlyReads")}
            </Button>
          ),
        )}
        {isNarrowed ? (
          <Button size="s" look="quiet" onClick={clear}>
            {t("trail.clear")}
          </Button>
        ) : null}
      </div>
    </>
  );
}

const chosenBy = [
  { name: "actorId", label: "trail.who", any: "trail.anyone", title: "trail.choose.actor", kind: "person" },
  {
    name: "onBehalfOf",
    label: "trail.forWhom",
    any: "trail.anyone",
    title: "trail.choose.onBehalfOf",
    kind: "person",
  },
  {
    name: "companyId",
    label: "trail.company",
    any: "trail.anyCompany",
    title: "trail.choose.company",
    kind: "unit",
  },
  { name: "subjectId", label: "trail.record", any: "trail.anyRecord", title: "trail.choose.subject" },
] as const;

function WhoAndWhat() {
  const t = useText();
  const { filters, set } = useFilters();
  const [open, setOpen] = useState<(typeof chosenBy)[number] | null>(null);
  const nameOf = useNamesOf(chosenBy.map(({ name }) => filters[name]));
  return (
    <>
      {chosenBy.map((one) => {
        const id = filters[one.name];
        return (
          <Token
            key={one.name}
            name={t(one.label)}
            value={id ? nameOf(id) : t(one.any)}
            onOpen={() => setOpen(one)}
            {...(id ? { onRemove: () => set({ [one.name]: undefined } as Filters) } : {})}
          />
        );
      })}
      {open ? (
        <SubjectDialog
          title={t(open.title)}
          {...("kind" in open ? { kind: open.kind } : {})}
          chosen={filters[open.name] ?? ""}
          onChoose={(id) => {
            set({ [open.name]: id } as Filters);
            setOpen(null);
          }}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  );
}

/** A kind of event in words, or all kinds of a group. */
function KindChoice() {
  const t = useText();
  const any = useAnyText();
  const { filters, set } = useFilters();
  const known = useOperation(trail.listEventKinds, {});
  // What the URL names is offered before the kinds are here.
  const kinds = known.data?.verbs ?? (filters.verb ? [filters.verb] : []);
  const choose = (value: string) =>
    set({
      group: value.startsWith("group:") ? (value.slice(6) as Group) : undefined,
      verb: value === "" || value.startsWith("group:") ? undefined : value,
    });
  return (
    <label className="row wrap small">
      {t("trail.verb")}
      <select
        className="find"
        // On a phone the longest kind is wider than the screen.
        style={{ maxWidth: "min(340px, 100%)" }}
        value={filters.group ? `group:${filters.group}` : (filters.verb ?? "")}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{t("trail.anyVerb")}</option>
        {groups
          .map((group) => ({
            group,
            verbs: kinds.filter((verb) => isOf(group, verb)),
            words: t(`trail.group.${group}`),
          }))
          .filter(({ group, verbs }) => verbs.length > 0 || group === filters.group)
          .map(({ group, verbs, words }) => (
            <optgroup key={group} label={words}>
              <option value={`group:${group}`}>{t("trail.everyIn", { group: words })}</option>
              {verbs
                .map((verb) => ({ verb, words: any(`events.${verb}`) }))
                .toSorted((one, other) => one.words.localeCompare(other.words))
                .map(({ verb, words: said }) => (
                  <option key={verb} value={verb}>
                    {said}
                  </option>
                ))}
            </optgroup>
          ))}
      </select>
    </label>
  );
}

type DayFieldProps = { label: string; value: string; onChange: (day: string | undefined) => void };

const DayField = ({ label, value, onChange }: DayFieldProps) => (
  <label className="row small">
    {label}
    <input
      className="find"
      type="date"
      value={value}
      onChange={(event) => onChange(event.target.value || undefined)}
    />
  </label>
);
