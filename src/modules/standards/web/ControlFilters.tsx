// Filters with the number of controls behind each. Purposes and functions overlap, and the page says so.
import { useState } from "react";
import { useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { FindBox } from "#web/ui/FindBox.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Lang } from "#web/ui/small.tsx";
import type { Edition } from "./EditionFrame.tsx";
import { type ControlUrl, filterNames, hasFilter } from "./filters.ts";

type Item = { id: string; name: { text: string; lang: string }; controls: number };

export function ControlFilters({ edition }: { edition: Edition }) {
  const t = useText();
  const [url, set] = useUrl<ControlUrl>();
  const [isOpen, open] = useState(false);
  const tiers = edition.tiers.map((tier) => ({
    id: tier.id,
    name: { text: `${tier.id} ${tier.name.text}`, lang: tier.name.lang },
    controls: tier.required + tier.recommended,
  }));
  const scopes = edition.scopeConditions
    .filter((one) => one.id !== "always" && one.controls > 0)
    .map((one) => ({ id: one.id, name: one.question, controls: one.controls }));
  const clear = () => set(Object.fromEntries(filterNames.map((name) => [name, undefined])));
  return (
    <aside className={isOpen ? "facets open" : "facets"} aria-label={t("standard.filters")}>
      <Find />
      <button type="button" className="btn facets-turn" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        {t("standard.filters")}
      </button>
      <div className="facet-lists">
        <Facet title={t("standard.areas")} name="area" items={edition.areas} />
        <Facet title={t("standard.purpose")} name="harm" items={edition.harms} note={t("standard.overlap")} />
        <Facet title={t("standard.function")} name="function" items={edition.functions} />
        <Facet title={t("standard.tier")} name="tier" items={tiers} />
        <label className="tick">
          <input
            type="checkbox"
            checked={Boolean(url.must)}
            onChange={(event) => set({ must: event.target.checked ? 1 : undefined })}
          />
          <span>
            {t("standard.mandatoryOnly")} <small className="mute">{edition.mandatory}</small>
          </span>
        </label>
        <Choice
          name="demand"
          label={t("standard.demand")}
          items={(["required", "recommended"] as const).map((one) => ({
            id: one,
            text: t(`standard.demand.${one}`),
          }))}
        />
        <Choice
          name="topic"
          label={t("control.topic")}
          items={edition.topics.map((one) => ({ id: one.id, text: `${one.name.text} (${one.controls})` }))}
        />
        <Choice
          name="scope"
          label={t("control.appliesWhen")}
          items={scopes.map((one) => ({ id: one.id, text: `${one.name.text} (${one.controls})` }))}
        />
        {hasFilter(url) ? <Button onClick={clear}>{t("standard.clear")}</Button> : null}
      </div>
    </aside>
  );
}

function Find() {
  const t = useText();
  const [url, set] = useUrl<ControlUrl>();
  return (
    <FindBox
      isOnKey
      label={t("standard.find")}
      value={url.search ?? ""}
      onFind={(words) => set({ search: words || undefined })}
    />
  );
}

type FacetName = "area" | "harm" | "function" | "tier";

/** A list of which one may be chosen; chosen again, it is let go. */
function Facet({
  title,
  name,
  items,
  note,
}: {
  title: string;
  name: FacetName;
  items: readonly Item[];
  note?: string;
}) {
  const [url, set] = useUrl<ControlUrl>();
  const most = Math.max(1, ...items.map((item) => item.controls));
  return (
    <fieldset className="facet">
      <legend>{title}</legend>
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          aria-pressed={url[name] === item.id}
          onClick={() => set({ [name]: url[name] === item.id ? undefined : item.id })}
        >
          <Lang lang={item.name.lang}>{item.name.text}</Lang>
          <small>{item.controls}</small>
          <i aria-hidden="true" style={{ width: `${(100 * item.controls) / most}%` }} />
        </button>
      ))}
      {note ? <p className="small mute">{note}</p> : null}
    </fieldset>
  );
}

type ChoiceProps = {
  name: "demand" | "topic" | "scope";
  label: string;
  items: readonly { id: string; text: string }[];
};

function Choice({ name, label, items }: ChoiceProps) {
  const t = useText();
  const [url, set] = useUrl<ControlUrl>();
  return (
    <label className="facet-choice">
      <span className="small mute">{label}</span>
      <select
        className="input s"
        value={url[name] ?? ""}
        onChange={(event) => set({ [name]: event.target.value || undefined })}
      >
        <option value="">{t("action.all")}</option>
        {items.map((item) => (
          <option key={item.id} value={item.id}>
            {item.text}
          </option>
        ))}
      </select>
    </label>
  );
}
