// Which round and which set a reading looks at, kept in the URL.
import type { Output } from "#core/contract.ts";
import { useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { mappings } from "../contract.ts";
import { useSpaceName } from "./useSpaceName.ts";

type Head = Pick<Output<typeof mappings.getReading>, "round" | "rounds" | "spaces" | "space">;
export type LookUrl = { roundId: string; space: string };

export function LookBar({ head }: { head: Head }) {
  const t = useText();
  const format = useFormat();
  const spaceName = useSpaceName();
  const [, set] = useUrl<LookUrl & { item: string }>();
  return (
    <>
      <select
        className="input s auto"
        aria-label={t("readiness.round")}
        value={head.round?.id ?? ""}
        onChange={(event) =>
          set({
            roundId: event.target.value === head.rounds[0]?.id ? undefined : event.target.value,
            item: undefined,
          })
        }
      >
        {head.rounds.map((round) => (
          <option key={round.id} value={round.id}>
            {format.fiscalYear(round.fiscalYear)} · {round.name} · {round.standard} {round.edition}
          </option>
        ))}
      </select>
      <select
        className="input s auto"
        aria-label={t("readiness.set")}
        value={head.space?.space ?? ""}
        onChange={(event) => set({ space: event.target.value, item: undefined })}
      >
        {head.spaces.map((one) => (
          <option key={one.space} value={one.space}>
            {t("mapping.endItems", { name: spaceName(one), count: one.items })}
          </option>
        ))}
      </select>
    </>
  );
}
