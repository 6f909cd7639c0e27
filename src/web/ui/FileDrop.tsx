import { type DragEvent, type ReactNode, useId, useState } from "react";
import { useText } from "../text/i18n.ts";
import { droppedFiles } from "./dropped.ts";

type FileDropProps = {
  /** What belongs here: "Companies as Excel or CSV, up to 20 MB". */
  children: ReactNode;
  /** Accepted types as an <input> takes them. */
  accept: string;
  isMultiple?: boolean;
  isSmall?: boolean;
  /** Whole folders may be dropped or chosen; their files say where they lay (`webkitRelativePath`). */
  takesFolders?: boolean;
  onFiles: (files: File[]) => void;
};

/** Drop a file, or choose one. The label is the button, so that the keyboard reaches it as any field. */
export function FileDrop({
  children,
  accept,
  isMultiple = false,
  isSmall = false,
  takesFolders = false,
  onFiles,
}: FileDropProps) {
  const t = useText();
  const [isOver, setOver] = useState(false);
  const take = (files: readonly File[]) => {
    if (files.length > 0) onFiles(isMultiple ? [...files] : files.slice(0, 1));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (takesFolders) void droppedFiles(event.dataTransfer).then(take);
    else take([...event.dataTransfer.files]);
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
      <span className="row">
        <Choose
          className={isSmall ? "btn s" : "btn"}
          label={t(isMultiple ? "file.chooseMany" : "file.choose")}
          accept={accept}
          isMultiple={isMultiple}
          onFiles={take}
        />
        {takesFolders ? (
          <Choose className="btn" label={t("file.chooseFolder")} isFolder isMultiple onFiles={take} />
        ) : null}
      </span>
    </div>
  );
}

type ChooseProps = {
  className: string;
  label: string;
  accept?: string;
  isMultiple: boolean;
  isFolder?: boolean;
  onFiles: (files: File[]) => void;
};

function Choose({ className, label, accept, isMultiple, isFolder = false, onFiles }: ChooseProps) {
  const id = useId();
  return (
    <label className={className} htmlFor={id}>
      {label}
      <input
        id={id}
        className="unseen"
        type="file"
        accept={accept}
        multiple={isMultiple}
        {...(isFolder ? { webkitdirectory: "" } : {})}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // Else the same file, corrected and chosen again, would be no change.
          event.target.value = "";
        }}
      />
    </label>
  );
}
