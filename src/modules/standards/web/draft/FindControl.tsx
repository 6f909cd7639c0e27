// One control among many: by its id, or by its title in whichever language one knows it.
import { useState } from "react";
import { useText } from "#web/text/i18n.ts";
import { Icon } from "#web/ui/icons.tsx";
import { useKey } from "#web/ui/keys.tsx";
import type { Draft } from "./reads.ts";

type Findable = { id: string; titles: Draft["controls"][number]["titles"] };

/** Every word that was typed stands in it somewhere. */
export function isFound(search: string): (row: Findable) => boolean {
  const words = plain(search).split(/\s+/).filter(Boolean);
  return ({ id, titles }) => {
    const text = plain([id, ...Object.values(titles)].join(" "));
    return words.every((word) => text.includes(word));
  };
}

/** Full-width letters and digits, as Japanese keyboards write them, are the same letters. */
const plain = (text: string) => text.normalize("NFKC").toLowerCase();

type Props = { search: string; onSearch: (search: string) => void };

export function FindControl({ search, onSearch }: Props) {
  const t = useText();
  const [field, setField] = useState<HTMLInputElement | null>(null);
  useKey({ key: "/", label: t("standard.find"), run: () => field?.focus() });
  return (
    <label className="find-box">
      <Icon name="search" />
      <input
        ref={setField}
        className="find"
        type="search"
        aria-label={t("standard.find")}
        placeholder={t("draft.find")}
        defaultValue={search}
        onChange={(event) => onSearch(event.target.value)}
      />
    </label>
  );
}
