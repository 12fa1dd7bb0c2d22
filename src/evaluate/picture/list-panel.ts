import type { Firing } from "../verdict/firing.js";
import type { Outcome } from "../verdict/outcome.js";
import { firingPlace, runName } from "../verdict/words.js";
import { element, join, text } from "./markup.js";
import type { Panel } from "./metric-panel.js";
import type { PictureData, PicturedAutomation } from "./picture-data.js";
import { fitText } from "./text-size.js";

const ROW = 19;
const MAX_ROWS = 12;

/** An automation that has no curve to draw: when it fired, and what kept it from firing, line by line. */
export function listPanel(
  data: PictureData,
  summary: PicturedAutomation,
  heading: Panel,
  width: number,
): Panel {
  const { index } = summary.automation;
  const mine = ({ automation }: Firing | Outcome) => automation.index === index;
  const rows = [
    ...data.firings
      .filter(mine)
      .map((firing) => ({ fired: true, line: `${firingPlace(firing)}: ${firing.reason}` })),
    ...data.outcomes.filter(mine).flatMap((outcome) =>
      outcome.blockers.map(({ message }) => ({
        fired: false,
        line: `${outcome.kind === "run" ? `run ${runName(outcome.run)}` : "artifact events"}: ${message}`,
      })),
    ),
  ];
  const shown = rows.slice(0, MAX_ROWS);
  const more = rows.length > MAX_ROWS ? [`… and ${rows.length - MAX_ROWS} more`] : [];
  return {
    markup: join(
      heading.markup,
      ...shown.map(({ fired, line }, i) => {
        const y = heading.height + 10 + ROW * i;
        return join(
          fired
            ? element("path", { class: "mark", d: `M6,${y - 11}l6,10h-12z` })
            : element("path", { class: "odd", d: `M2,${y - 5}h8` }),
          element("text", { class: fired ? undefined : "quiet", x: 18, y }, text(fitText(line, width - 18))),
        );
      }),
      ...more.map((line) =>
        element("text", { class: "quiet", x: 18, y: heading.height + 10 + ROW * shown.length }, text(line)),
      ),
    ),
    height: heading.height + 10 + ROW * (shown.length + more.length),
  };
}
