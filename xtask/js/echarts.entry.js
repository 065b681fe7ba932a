// The part of ECharts that Jikenbo's charts need; esbuild shakes the rest off. A chart that needs a series or component
// not listed here draws nothing, so a new chart may mean one new line; `cargo xtask test` prints what it costs. What no
// chart needs does not belong here: ECharts asks every component at every update, wanted or not.
import * as core from "echarts/core";
import { BarChart, BoxplotChart, HeatmapChart, LineChart, SankeyChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

core.use([
  BarChart,
  BoxplotChart,
  HeatmapChart,
  LineChart,
  SankeyChart,
  ScatterChart,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  LabelLayout,
  SVGRenderer,
]);

// `ui/browser/echarts.rs` looks for a global of this name; the tests ask it what is drawn.
globalThis.echarts = { init: core.init, getInstanceByDom: core.getInstanceByDom, version: core.version };
