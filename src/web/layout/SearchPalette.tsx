// Ctrl/⌘ K: companies, controls, people and pages, only what one may see.
import { Modal } from "@mantine/core";
import { useState } from "react";
import { search } from "#modules/search/contract.ts";
import { useOperation } from "../api.ts";
import { webModules } from "../modules.ts";
import { useGo } from "../navigation.tsx";
import { useSession } from "../session.ts";
import { useFormat } from "../text/format.ts";
import { useAnyText, useText } from "../text/i18n.ts";
import { nameFor } from "../text/names.ts";
import { Icon } from "../ui/icons.tsx";
import { useKey } from "../ui/keys.tsx";
import { type Hit, HitList, type HitSection } from "./HitList.tsx";

export function SearchPalette() {
  const t = useText();
  const [isOpen, open] = useState(false);
  useKey({ key: "mod+k", label: t("keys.search"), run: () => open(true), whileTyping: true });
  return (
    <>
      <button type="button" className="search" aria-label={t("frame.search")} onClick={() => open(true)}>
        <Icon name="search" />
        <span>{t("frame.search")}</span>
        <kbd aria-hidden="true">{isApple() ? "⌘ K" : "Ctrl K"}</kbd>
      </button>
      <Modal
        opened={isOpen}
        onClose={() => open(false)}
        withCloseButton={false}
        size={560}
        className="palette"
        transitionProps={{ duration: 100 }}
        attributes={{ content: { "aria-label": t("frame.search") } }}
      >
        {isOpen ? <Palette onClose={() => open(false)} /> : null}
      </Modal>
    </>
  );
}

const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

function Palette({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [words, setWords] = useState("");
  const wanted = words.trim();
  const found = useOperation(search.searchAll, { words: wanted }, { enabled: wanted !== "", keep: true });
  const sections = useSections(wanted, found.data, onClose);
  return (
    <HitList
      label={t("frame.search")}
      words={words}
      onWords={setWords}
      sections={sections}
      none={
        wanted !== "" && found.data && !found.isPlaceholderData
          ? t("frame.searchNone", { text: wanted })
          : null
      }
      foot={wanted === "" ? t("frame.searchHint") : null}
      onClose={onClose}
    />
  );
}

type Found = NonNullable<ReturnType<typeof useOperation<typeof search.searchAll>>["data"]>;

function useSections(wanted: string, found: Found | undefined, onClose: () => void): HitSection[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const go = useGo();
  const pages = usePages(wanted);
  const leads = (target: Parameters<typeof go>[0]) => () => {
    go(target);
    onClose();
  };
  const page = (one: { to: string; label: string }): Hit => ({
    id: one.to,
    label: one.label,
    icon: "right",
    run: leads({ to: one.to }),
  });
  if (wanted === "" || !found) return [{ title: t("frame.searchPages"), hits: pages.map(page) }];
  return [
    {
      title: t("frame.searchCompanies"),
      hits: found.companies.map((one) => ({
        id: one.id,
        label: nameFor(one),
        note: one.code,
        icon: "unit",
        run: leads({ to: "/companies/$id", params: { id: one.id } }),
      })),
    },
    {
      title: t("frame.searchControls"),
      hits: found.controls.map((one) => ({
        id: one.controlId,
        label: one.title.text,
        note: one.controlId,
        icon: "standards",
        run: leads({
          to: "/standards/$id/controls/$controlId",
          params: { id: one.editionId, controlId: one.controlId },
        }),
      })),
    },
    {
      title: t("rail.people"),
      hits: found.people.map((one) => ({
        id: one.id,
        label: format.person(one),
        note: one.companyName,
        icon: "people",
        run: leads({ to: "/people/$id", params: { id: one.id } }),
      })),
    },
    {
      title: t("rail.findings"),
      hits: found.findings.map((one) => ({
        id: one.id,
        label: one.title,
        note: [one.reference, one.companyName].filter(Boolean).join(" · "),
        icon: "findings",
        run: leads({ to: "/findings/$id", params: { id: one.id } }),
      })),
    },
    {
      title: t("lateral.crumb"),
      hits: found.lateralChecks.map((one) => ({
        id: one.id,
        label: one.title,
        note: one.number,
        icon: "findings",
        run: leads({ to: "/lateral-checks/$id", params: { id: one.id } }),
      })),
    },
    {
      title: t("rail.incidents"),
      hits: found.incidents.map((one) => ({
        id: one.id,
        label: one.title ?? any(`incident.kind.${one.kind}`),
        note: [one.reference, one.companyName, one.isExercise ? t("incident.exercise") : null]
          .filter(Boolean)
          .join(" · "),
        icon: "incidents",
        run: leads({ to: "/incidents/$id", params: { id: one.id } }),
      })),
    },
    { title: t("frame.searchPages"), hits: pages.map(page) },
  ];
}

/** Pages of the rail whose name holds the words; all of them while nothing is typed. */
function usePages(wanted: string): { to: string; label: string }[] {
  const t = useText();
  const { permissions } = useSession();
  const folded = wanted.normalize("NFKC").toLowerCase();
  return [
    { to: "/", label: t("rail.home") },
    ...webModules
      .flatMap((module) => module.rail)
      .filter((item) => !item.permissions || item.permissions.some((one) => permissions.includes(one)))
      .map((item) => ({ to: item.to, label: t(item.label) })),
  ].filter((one) => one.label.toLowerCase().includes(folded));
}
