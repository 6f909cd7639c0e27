// Lent to later modules.
export { MyOnCall } from "./MyOnCall.tsx";
export { OnCallPanel } from "./OnCallPanel.tsx";
