// A file is brought in: dropped or chosen, sent with progress, and what follows from it.
import { useMutation } from "@tanstack/react-query";
import { FormError } from "../errors/ErrorState.tsx";
import { type StoredFile, uploadFile } from "../transfer.ts";
import { FileDrop } from "../ui/FileDrop.tsx";
import { Panel } from "../ui/Panel.tsx";
import { Progress } from "../ui/states.tsx";

type Props = {
  purpose: Parameters<typeof uploadFile>[0]["purpose"];
  accept: string;
  title: string;
  help: string;
  drop: string;
  sending: string;
  className?: string;
  /** What is done with the stored file; its refusal is shown here, too. */
  onSent: (file: StoredFile) => Promise<void> | void;
};

export function UploadPanel({ purpose, accept, title, help, drop, sending, className, onSent }: Props) {
  const send = useMutation({
    mutationFn: async (file: File) => onSent(await uploadFile({ purpose, file })),
  });
  return (
    <Panel title={title} {...(className ? { className } : {})}>
      <div className="stack s">
        <p className="soft" style={{ maxWidth: "72ch" }}>
          {help}
        </p>
        {send.isPending ? (
          <Progress done={0} total={null} label={sending} />
        ) : (
          <FileDrop accept={accept} onFiles={([file]) => file && send.mutate(file)}>
            {drop}
          </FileDrop>
        )}
        <FormError error={send.error} />
      </div>
    </Panel>
  );
}
