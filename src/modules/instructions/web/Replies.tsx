// What was said on both sides, in its order, with the proof.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { ReceivedRecord } from "./rows.ts";

export function Replies({ of }: { of: ReceivedRecord["replies"] }) {
  const t = useText();
  const format = useFormat();
  const [problem, setProblem] = useState<unknown>(null);
  if (of.length === 0) return null;
  return (
    <Panel title={t("instruction.said")}>
      <FormError error={problem} />
      <ul className="told-said">
        {of.map((reply) => (
          <li key={reply.id} className={reply.kind}>
            <span className="small soft">
              <b>{t(`instruction.reply.${reply.kind}`)}</b> · {reply.saidByName} ·{" "}
              {format.moment(reply.saidAt)}
            </span>
            {reply.words ? (
              <p>
                <LangText text={reply.words} />
              </p>
            ) : null}
            {reply.files.length > 0 ? (
              <span className="row">
                {reply.files.map((file) => (
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
