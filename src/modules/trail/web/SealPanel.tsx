import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { trail } from "../contract.ts";

/** The last seal, and those of the days, to be kept outside. */
export function SealPanel({ state }: { state: Output<typeof trail.getSealState> | undefined }) {
  const t = useText();
  const format = useFormat();
  if (!state) return <Loading rows={2} />;
  const { last, days } = state;
  const shown = days.slice(0, 5);
  return (
    <Panel
      title={t("trail.daySeals")}
      more={
        days.length === 0 ? null : (
          <Button
            size="s"
            look="quiet"
            icon="download"
            onClick={() => void downloadFrom(trail.downloadDaySeals, {})}
          >
            {t("trail.fetchSeals")}
          </Button>
        )
      }
      footer={<span>{t("trail.daySealHelp")}</span>}
    >
      <KeyValue
        look="wide"
        rows={[
          ...(last
            ? [
                [
                  t("trail.lastSeal"),
                  <span key="last">
                    {t("trail.sealNumber", { n: last.n, at: format.moment(last.at) })}{" "}
                    <Hash value={last.hash} />
                  </span>,
                ] as const,
              ]
            : []),
          ...(shown.length === 0 ? [[t("trail.seal"), t("trail.daySealNone")] as const] : []),
          ...shown.map(
            (one) =>
              [
                t("trail.daySeal", { day: format.day(one.day) }),
                <Hash key={one.day} value={one.hash} />,
              ] as const,
          ),
          [t("trail.key"), <Hash key="key" value={state.keyId} />] as const,
        ]}
      />
    </Panel>
  );
}

const Hash = ({ value }: { value: string }) => <code className="mono small hash">{value}</code>;
