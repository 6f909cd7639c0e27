// The places of a visit, in the order of walking.
import { SelectField, TextField } from "#web/forms/fields.tsx";
import type { TextKey } from "#web/text/keys.ts";
import { useText } from "#web/text/i18n.ts";
import { Button, IconButton } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { type PlaceKind, placeKinds } from "../../visits/rules.ts";
import type { DraftPlace } from "./arranging.ts";
import { useOrder } from "./useOrder.ts";

type Site = { id: string; name: string; isPlant: boolean };
type Say = (key: TextKey, values?: Record<string, unknown>) => string;

const named = (t: Say, kind: PlaceKind, site: Site | null): DraftPlace => ({
  key: crypto.randomUUID(),
  kind,
  name: site
    ? t("audits.places.at", { place: t(`audits.place.${kind}`), site: site.name })
    : t(`audits.place.${kind}`),
  siteId: site?.id ?? null,
});

/** Where one usually walks: talks first, then site by site from the gate inwards. */
export function firstPlaces(sites: readonly Site[], t: Say): DraftPlace[] {
  const inside: readonly PlaceKind[] = ["gate", "office", "server_room", "store"];
  if (sites.length === 0) return [named(t, "talks", null), ...inside.map((kind) => named(t, kind, null))];
  const several = sites.length > 1;
  return [
    named(t, "talks", null),
    ...sites.flatMap((site) =>
      (site.isPlant ? ([...inside, "plant"] as const) : inside).map((kind) => ({
        ...named(t, kind, several ? site : null),
        siteId: site.id,
      })),
    ),
  ];
}

type Props = {
  sites: readonly Site[];
  places: readonly DraftPlace[];
  /** Why a place cannot be taken out. */
  keptBecause?: (place: DraftPlace) => string | null;
  help?: string;
  onChange: (places: readonly DraftPlace[]) => void;
};

export function PlacesForm({ sites, places, keptBecause = () => null, help, onChange }: Props) {
  const t = useText();
  const put = (at: number, part: Partial<DraftPlace>) =>
    onChange(places.map((one, nth) => (nth === at ? { ...one, ...part } : one)));
  const move = (from: number, to: number) => {
    const moved = [...places];
    const [one] = moved.splice(from, 1);
    if (one) moved.splice(to, 0, one);
    onChange(moved);
  };
  const { list, held, hold, step } = useOrder(places.length, move);
  return (
    <Panel title={t("audits.places.title", { count: places.length })}>
      <p className="soft">{help ?? t("audits.places.help")}</p>
      <ol className={sites.length > 0 ? "places-form with-sites" : "places-form"} ref={list}>
        {places.map((place, nth) => (
          <li key={place.key} className={held === nth ? "held" : ""}>
            <button
              type="button"
              className="icon-btn grip"
              aria-label={t("audits.places.grip", { place: place.name, at: nth + 1, of: places.length })}
              title={t("audits.places.gripHelp")}
              onPointerDown={(event) => hold(nth, event)}
              onKeyDown={(event) => step(nth, event)}
            >
              <Icon name="grip" />
            </button>
            <SelectField
              label={t("audits.places.kind")}
              value={place.kind}
              choices={placeKinds.map((value) => ({ value, label: t(`audits.place.${value}`) }))}
              onChange={(kind) => put(nth, { kind })}
            />
            <TextField
              label={t("audits.places.name")}
              value={place.name}
              maxLength={120}
              onChange={(name) => put(nth, { name })}
            />
            {sites.length > 0 ? (
              <SelectField
                label={t("audits.places.site")}
                value={place.siteId ?? ""}
                choices={[
                  { value: "", label: "–" },
                  ...sites.map((one) => ({ value: one.id, label: one.name })),
                ]}
                onChange={(id) => put(nth, { siteId: id === "" ? null : id })}
              />
            ) : null}
            <span className="acts">
              {nth > 0 ? (
                <IconButton
                  icon="up"
                  label={t("audits.places.earlier", { place: place.name })}
                  onClick={() => move(nth, nth - 1)}
                />
              ) : (
                <span />
              )}
              {nth < places.length - 1 ? (
                <IconButton
                  icon="down"
                  label={t("audits.places.later", { place: place.name })}
                  onClick={() => move(nth, nth + 1)}
                />
              ) : (
                <span />
              )}
              {keptBecause(place) === null ? (
                <IconButton
                  icon="close"
                  label={t("audits.places.out", { place: place.name })}
                  onClick={() => onChange(places.filter((one) => one.key !== place.key))}
                />
              ) : (
                <small className="soft">{keptBecause(place)}</small>
              )}
            </span>
          </li>
        ))}
      </ol>
      <Button icon="plus" look="quiet" onClick={() => onChange([...places, named(t, "other", null)])}>
        {t("audits.places.add")}
      </Button>
    </Panel>
  );
}
