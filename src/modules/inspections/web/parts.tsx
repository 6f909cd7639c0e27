// Lent to the home page.
export { ChangedSince } from "./home/ChangedSince.tsx";
export { NotBegun, useNotBegun } from "./home/NotBegun.tsx";
export { OwnInspections } from "./home/OwnInspections.tsx";
export { RoundFunnels } from "./home/RoundFunnel.tsx";

// Lent to the pages that have something made for many companies.
export { RoundBatch } from "./RoundBatch.tsx";
export { Signer } from "./confirm/Signer.tsx";
export { SignedFor } from "./confirm/SignedFor.tsx";
