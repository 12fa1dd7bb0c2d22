export { change } from "./change";
export { compare } from "./compare";
export { extent } from "./extent";
export { extreme } from "./extreme";
export { judge } from "./judge";
export { scale } from "./scale";
export { sum } from "./sum";
export { zscore } from "./zscore";
