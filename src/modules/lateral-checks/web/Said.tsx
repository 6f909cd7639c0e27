// Everything that was answered, the latest first, with what shows it.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { StandingMark } from "./marks.tsx";
import type { Asked } from "./rows.ts";

export function Said({ of: { said } }: { of: Asked }) {
  const t = useText();
  const format = useFormat();
  const [problem, setProblem] = useState<unknown>(null);
  if (said.length === 0) return null;
  return (
    <Panel title={t("lateral.said")}>
      <FormError error={problem} />
      <ul className="lateral-said">
        {said.map((one) => (
          <li key={one.id}>
            <span>
              <StandingMark of={one.answer} on={one.fixedOn} />{" "}
              {one.fixedOn ? format.day(one.fixedOn, "plain") : null}
            </span>
            <span className="small soft">
              {format.moment(one.saidAt)}
              {one.saidByName ? ` · ${one.saidByName}` : ""}
            </span>
            {one.note ? (
              <p>
                <LangText text={one.note} />
              </p>
            ) : null}
            {one.reason ? (
              <p className="soft">
                {t("lateral.correctedBecause")} <LangText text={one.reason} />
              </p>
            ) : null}
            {one.files.length > 0 ? (
              <span className="row">
                {one.files.map((file) => (
                  <Button
                    key={file.id}
                    size="s"
                    icon="download"
                    onClick={() => void downloadFile(file.id).catch(setProblem)}
                  >
                    {file.name}
                  </Button>
                ))}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
