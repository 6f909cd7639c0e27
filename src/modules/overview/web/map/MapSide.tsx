// Beside the map: the key with counts, the chosen company, the largest with a serious gap.
import { Go, GoButton } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ResultBadge, Sym } from "#web/ui/marks.tsx";
import { KeyValue } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { resultOrder } from "../../contract.ts";
import { useShares } from "../known.ts";
import type { View } from "../view.ts";
import { type Colour, type MapRow, type Tone, toneOf } from "./rows.ts";

type MapSideProps = {
  rows: readonly MapRow[];
  colour: Colour;
  chosen: MapRow | null;
  groupName: (key: string) => string;
  view: View;
  onChoose: (id: string) => void;
  onZoom: (group: string) => void;
};

export function MapSide({ rows, colour, chosen, groupName, view, onChoose, onZoom }: MapSideProps) {
  const t = useText();
  const beside = useShares();
  const format = useFormat();
  const serious = rows.filter((row) => row.result === "serious").toSorted((a, b) => b.people - a.people);
  return (
    <div className="map-side">
      <Key rows={rows} colour={colour} view={view} />
      {chosen ? (
        <section className="panel chosen" aria-live="polite">
          <p className="small soft">
            <LangText text={groupName(chosen.group)} />
          </p>
          <h3>
            <LangText text={chosen.name} />
          </h3>
          <p>
            <ResultBadge
              result={chosen.result}
              isProvisional={chosen.isProvisional && chosen.result !== "not_known"}
            />
          </p>
          <KeyValue
            look="right"
            rows={[
              [
                t("results.score"),
                `${chosen.percent === null ? "–" : format.score(chosen.percent / 100, true)} · ${beside(chosen.shares)}`,
              ],
              [t("groupMap.tierPeople"), `${chosen.tier} · ${format.number(chosen.people)}`],
              [t("results.state"), t(`inspection.${chosen.state}`)],
            ]}
          />
          <div className="row">
            <GoButton
              to="/companies/$id/result"
              params={{ id: chosen.id }}
              search={{ roundId: view.roundId }}
            >
              {t("groupMap.open")}
            </GoButton>
            <Button onClick={() => onZoom(chosen.group)}>{t("groupMap.zoomTo")}</Button>
          </div>
        </section>
      ) : (
        <p className="soft small panel chosen">{t("groupMap.choose")}</p>
      )}
      {serious.length > 0 ? (
        <section>
          <h3 className="small soft between row">
            {t("groupMap.largestSerious")}
            <Go to="/group/results" search={{ ...view, result: "serious", sort: "people" }}>
              {t("gaps.all", { count: serious.length })} ›
            </Go>
          </h3>
          <ul className="lines">
            {serious.slice(0, 5).map((row) => (
              <li key={row.id}>
                <Sym kind="serious" />
                <button type="button" className="linkish grow cut" onClick={() => onChoose(row.id)}>
                  <LangText text={row.name} isCut />
                </button>
                <span className="end tn">{format.number(row.people)}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

const tones: Record<Exclude<Colour, "result">, readonly Tone[]> = {
  state: ["unknown", "improve", "s1", "s3"],
  verified: ["s0", "s1", "s2", "s3"],
};

function Key({ rows, colour, view }: { rows: readonly MapRow[]; colour: Colour; view: View }) {
  const t = useText();
  const format = useFormat();
  const people = (those: readonly MapRow[]) => those.reduce((sum, row) => sum + row.people, 0);
  const lines =
    colour === "result"
      ? resultOrder.map((result) => ({
          tone: (result === "not_known" ? "unknown" : result) as Tone,
          name: t(`result.${result}`),
          those: rows.filter((row) => row.result === result),
          mark: <Sym kind={result} />,
          search: { result } as Record<string, string> | null,
        }))
      : tones[colour].map((tone) => ({
          tone,
          name: t(`groupMap.${colour}.${tone}` as "groupMap.state.unknown"),
          those: rows.filter((row) => toneOf(row, colour) === tone),
          mark: null,
          search: null,
        }));
  return (
    <table className="map-key">
      <thead>
        <tr>
          <th scope="col">
            <span className="unseen">{t(`groupMap.colour.${colour}`)}</span>
          </th>
          <th scope="col">{t("groupMap.co")}</th>
          <th scope="col">{t("groupMap.people")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ tone, name, those, mark, search }) => (
          <tr key={tone}>
            <th scope="row">
              <i className={`swatch ${tone}`} aria-hidden="true" /> {mark} {name}
            </th>
            <td className="strong">
              {search && those.length > 0 ? (
                <Go to="/group/results" search={{ ...view, ...search }}>
                  {format.number(those.length)}
                </Go>
              ) : (
                format.number(those.length)
              )}
            </td>
            <td className="soft">{format.number(people(those))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
