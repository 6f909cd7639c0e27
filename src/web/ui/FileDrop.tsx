import { type DragEvent, type ReactNode, useId, useState } from "react";
import { useText } from "../text/i18n.ts";

type FileDropProps = {
  /** What belongs here: "Companies as Excel or CSV, up to 20 MB". */
  children: ReactNode;
  /** Accepted types as an <input> takes them. */
  accept: string;
  isMultiple?: boolean;
  isSmall?: boolean;
  onFiles: (files: File[]) => void;
};

/** Drop a file, or choose one. The label is the button, so that the keyboard reaches it as any field. */
export function FileDrop({ children, accept, isMultiple = false, isSmall = false, onFiles }: FileDropProps) {
  const t = useText();
  const id = useId();
  const [isOver, setOver] = useState(false);
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0) onFiles(isMultiple ? files : files.slice(0, 1));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    // Dropping is an extra way; the input below is the one for keyboard and screen readers.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={`drop${isSmall ? " s" : ""}${isOver ? " over" : ""}`}
      onDragOver={(event) => event.preventDefault()}
      onDragEnter={() => setOver(true)}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span>{children}</span>
      <label className={isSmall ? "btn s" : "btn"} htmlFor={id}>
        {t("file.choose")}
        <input
          id={id}
          className="unseen"
          type="file"
          accept={accept}
          multiple={isMultiple}
          onChange={(event) => {
            take(event.target.files);
            // Else the same file, corrected and chosen again, would be no change.
            event.target.value = "";
          }}
        />
      </label>
    </div>
  );
}
