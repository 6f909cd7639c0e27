// What a capability brings to the shell.
import type { ComponentType } from "react";
import type { CompanySection } from "./company-sections.tsx";
import type { TextKey } from "./text/keys.ts";
import type { Unsent } from "./unsent.ts";

export type PageRoute = {
  path: string;
  /** Loaded when first opened. */
  load: () => Promise<{ default: ComponentType }>;
};

export type RailItem = {
  to: string;
  label: TextKey;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Shown to whoever holds one of these anywhere; to everybody when absent. */
  permissions?: readonly string[];
  /** Where it leads whoever holds this permission; below `to`, so that the item stays marked. */
  first?: { to: string; permission: string };
  /** Pages elsewhere that belong to it: the item is marked there too. */
  also?: readonly string[];
  place: "work" | "settings";
};

/** One of several pages that stand side by side: views of the whole group, or of what is measured against. */
export type PageTab = { to: string; label: TextKey; permissions: readonly string[]; order: number };

/** A picture of one's own part of the group, for the home page. */
export type HomePicture = {
  id: string;
  permissions: readonly string[];
  load: () => Promise<{ default: ComponentType }>;
};

/** The part of the group that the board looks at. */
export type BoardPart = { divisionId?: string; tier?: string; region?: string };

/**
 * A panel of the board of the group: what follows from rounds, beside what they found. It is drawn once the board itself is there,
 * reads by operations of its own capability and draws its own <Panel> or <Picture>; `beside` stands in the narrow column.
 */
export type BoardPanel = {
  id: string;
  place: "beside" | "below";
  permissions: readonly string[];
  load: () => Promise<{ default: ComponentType<BoardPart> }>;
};

export type PersonPanelProps = { personId: string; name: string; companyId: string; companyName: string };

export type FindingPanelProps = { findingId: string; companyId: string; isOpen: boolean };

/** What this capability knows of a finding; draws its own <Panel>. */
export type FindingPanel = {
  id: string;
  permissions: readonly string[];
  load: () => Promise<{ default: ComponentType<FindingPanelProps> }>;
};

/** What this capability knows of a person; draws its own <Panel className="c6">. */
export type PersonPanel = {
  id: string;
  permissions: readonly string[];
  load: () => Promise<{ default: ComponentType<PersonPanelProps> }>;
};

export type WebModule = {
  pages: readonly PageRoute[];
  /** Pages without the frame, open also where nobody is signed in: what they show is already on the device. */
  lonePages?: readonly PageRoute[];
  rail: readonly RailItem[];
  /** Views of the whole group, beside the tree and the list of companies. */
  groupTabs?: readonly PageTab[];
  /** What stands beside the group's own standard: its editions, others' catalogues, how they answer to one another. */
  standardTabs?: readonly PageTab[];
  /** What is done about what falls short: the register, plans, what a meeting goes through. */
  findingTabs?: readonly PageTab[];
  homePictures?: readonly HomePicture[];
  /** What the board of the group shows of this capability. */
  boardPanels?: readonly BoardPanel[];
  /** Where a duty is done, by its kind; `$id` is the duty's subject. */
  dutyPages?: Readonly<Record<string, string>>;
  /** What the company's page shows of this capability. */
  companySections?: readonly CompanySection[];
  /** What a person's page shows of this capability. */
  personPanels?: readonly PersonPanel[];
  /** What a finding's page shows of this capability. */
  findingPanels?: readonly FindingPanel[];
  /** What this capability keeps on the device until it is sent. */
  unsent?: () => Promise<Unsent>;
};
