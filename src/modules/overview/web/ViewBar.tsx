// What the page looks at: the year, which reading of the results counts, and the part of the group.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented, Token } from "#web/ui/choices.tsx";
import { Note } from "#web/ui/states.tsx";
import type { Board, Round } from "./board.ts";
import { useView } from "./view.ts";

const bases = ["standing", "due", "locked", "verified"] as const;

export function ViewBar({ rounds, board }: { rounds: readonly Round[]; board: Board }) {
  const t = useText();
  const format = useFormat();
  const [view, , setUrl] = useView();
  const basis = view.basis ?? "standing";
  const isMixed = new Set(rounds.map((round) => round.standard)).size > 1;
  return (
    <>
      <div className="filters">
        <select
          className="input s auto"
          aria-label={t("overview.round")}
          value={board.round.id}
          onChange={(event) =>
            setUrl({ roundId: event.target.value === rounds[0]?.id ? undefined : event.target.value })
          }
        >
          {rounds.map((round) => (
            <option key={round.id} value={round.id}>
              {t("overview.roundName", { year: format.fiscalYear(round.fiscalYear), name: round.name })}
              {isMixed ? ` (${round.standard} ${round.edition})` : null}
            </option>
          ))}
        </select>
        <Segmented
          label={t("overview.basis")}
          value={basis}
          choices={bases.map((value) => ({ value, label: t(`overview.basis.${value}`) }))}
          onChange={(value) => setUrl({ basis: value === "standing" ? undefined : value })}
        />
        <PartChoice board={board} />
      </div>
      {basis === "standing" ? null : <Note>{t(`overview.basisMeans.${basis}`)}</Note>}
    </>
  );
}

/** Tier, region and division, as tokens that can be taken away. */
export function PartChoice({ board }: { board: Board }) {
  const t = useText();
  const [view, , setUrl] = useView();
  const parts = [
    {
      name: "tier" as const,
      label: t("overview.by.tier"),
      choices: board.tiers.map((group) => ({
        key: group.key,
        name: `${group.key} ${t(`tier.${group.key}` as "tier.T1")}`,
      })),
    },
    {
      name: "region" as const,
      label: t("overview.by.region"),
      choices: board.regions.map((group) => ({
        key: group.key,
        name: group.key === "-" ? t("overview.noRegion") : t(`region.${group.key}` as "region.japan"),
      })),
    },
    {
      name: "division" as const,
      label: t("overview.by.division"),
      choices: board.divisions.map((group) => ({
        key: group.key,
        name: group.name ?? t("overview.noDivision"),
      })),
    },
  ];
  return parts.map(({ name, label, choices }) => {
    const chosen = view[name];
    if (chosen)
      return (
        <Token
          key={name}
          name={label}
          value={choices.find((choice) => choice.key === chosen)?.name ?? chosen}
          onRemove={() => setUrl({ [name]: undefined })}
        />
      );
    if (choices.length < 2) return null;
    return (
      <select
        key={name}
        className="input s auto"
        aria-label={label}
        value=""
        onChange={(event) => setUrl({ [name]: event.target.value || undefined })}
      >
        <option value="">{label}</option>
        {choices.map((choice) => (
          <option key={choice.key} value={choice.key}>
            {choice.name}
          </option>
        ))}
      </select>
    );
  });
}
