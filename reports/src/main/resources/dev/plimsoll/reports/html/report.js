"use strict";
(() => {
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  root.classList.add("scripted");

  const resolved = (name) => {
    const probe = document.createElement("span");
    probe.style.color = "var(" + name + ")";
    document.body.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };

  const number = (value) => {
    if (value === 0) return "0";
    const rounded = Number(value.toPrecision(3));
    const decimals = Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded)))));
    return rounded.toLocaleString("en-US", { maximumFractionDigits: decimals });
  };
  const duration = (ms) => {
    const size = Math.abs(ms);
    const clock = (all, large, small) => Math.floor(all / 60) + large + (all % 60 === 0 ? "" : " " + (all % 60) + small);
    if (size >= 7200000) return clock(Math.round(ms / 60000), " h", " min");
    if (size >= 120000) return clock(Math.round(ms / 1000), " min", " s");
    if (size >= 999.5) return number(ms / 1000) + " s";
    if (size >= 0.9995 || size === 0) return number(ms) + " ms";
    return number(ms * 1000) + " µs";
  };
  const write = { ms: duration, perSecond: (v) => number(v) + "/s", count: number, percent: (v) => number(v) + " %" };
  const percentile = (nines) => {
    const q = 100 * (1 - Math.pow(10, -nines));
    return q.toFixed(Math.max(0, Math.ceil(nines))).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") + " %";
  };
  const place = { nines: percentile, seconds: (s) => duration(s * 1000) };

  const column = (table, index) => table.rows.map((row) => row[index]);

  // Charts.
  const drawn = [];
  const draw = (chart) => {
    const figure = document.getElementById(chart.id);
    const live = figure.querySelector(".live");
    const fallback = figure.querySelector(".static");
    const table = data.tables[chart.table];
    const values = [column(table, 0), ...chart.lines.map((line) => column(table, line.column))];
    if (chart.y === "ms") {
      for (let i = 1; i < values.length; i++) values[i] = values[i].map((v) => (v === null ? null : Math.max(v, 1e-4)));
    }
    const height = Number(fallback.querySelector("svg").getAttribute("height"));
    const outputs = chart.lines.map((line) => figure.querySelector('output[data-column="' + line.column + '"]'));
    const at = document.createElement("li");
    figure.querySelector(".key").prepend(at);
    const axis = { stroke: () => resolved("--soft"), font: "12px system-ui, sans-serif", grid: { stroke: () => resolved("--hair"), width: 1 }, ticks: { show: false } };
    const ticks = (from, to) => {
      const found = [];
      for (let n = Math.ceil(from); n <= to; n++) found.push(n);
      return found;
    };
    const xAxis = chart.x === "nines"
      ? { ...axis, size: 28, splits: (u) => ticks(u.scales.x.min, u.scales.x.max), values: (u, at) => at.map(percentile) }
      : { ...axis, size: 28, incrs: [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400], space: (u) => Math.max(60, u.bbox.width / devicePixelRatio / 8.2), values: (u, at) => at.map((s) => (s === 0 ? "0 s" : duration(s * 1000))) };
    const log = chart.y === "ms";
    const steps = (from, to) => {
      const found = [];
      const fine = Math.log10(to / from) <= 2.5;
      for (let decade = Math.floor(Math.log10(from) + 1e-9); Math.pow(10, decade) <= to * 1.001; decade++) {
        for (const step of fine ? [1, 2, 5] : [1]) {
          const value = step * Math.pow(10, decade);
          if (value >= from * 0.999 && value <= to * 1.001) found.push(value);
        }
      }
      return found;
    };
    const outer = (value, up) => {
      const decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
      const below = [5, 2, 1].find((step) => value >= step * decade * 0.9999);
      if (!up) return below * decade;
      return [1, 2, 5, 10].find((step) => value <= step * decade * 1.0001) * decade;
    };
    const options = {
      width: Math.max(240, live.parentElement.clientWidth),
      height,
      padding: [8, 24, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false }, sync: chart.x === "seconds" ? { key: "run" } : undefined },
      scales: {
        x: {
          time: false,
          range: (u, min, max) => (chart.x === "seconds" && min === values[0][0] && max === values[0].at(-1) ? [0, data.seconds] : [min, max]),
        },
        y: log ? { distr: 3, range: (u, min, max) => (min === null ? [0.1, 10] : [outer(min, false), outer(Math.max(max, min * 1.5), true)]) } : { range: (u, min, max) => [0, max > 0 ? max * 1.08 : 1] },
      },
      axes: [
        xAxis,
        { ...axis, size: 60, ...(log ? { splits: (u) => steps(u.scales.y.min, u.scales.y.max), filter: (u, at) => at } : {}), values: (u, at) => at.map((v) => (v === null ? null : write[chart.y](v))) },
      ],
      series: [
        {},
        ...chart.lines.map((line) => ({
          stroke: () => resolved("--c" + line.style),
          width: line.dashed ? 1.3 : 1.8,
          dash: line.dashed ? [5, 4] : undefined,
          paths: line.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
          points: { show: line.stepped ? undefined : false, size: 4 },
        })),
      ],
      hooks: {
        setCursor: [
          (u) => {
            const i = u.cursor.idx;
            const shown = i !== null && i !== undefined;
            at.textContent = shown ? "at " + place[chart.x](values[0][i]) : "";
            chart.lines.forEach((line, k) => {
              const value = shown ? values[k + 1][i] : null;
              outputs[k].textContent = value === null || value === undefined ? "" : write[chart.y](value);
            });
          },
        ],
        drawAxes: [
          (u) => {
            if (chart.x !== "seconds") return;
            const context = u.ctx;
            context.save();
            context.strokeStyle = resolved("--soft");
            context.setLineDash([2, 3]);
            for (const phase of data.phases) {
              if (phase < u.scales.x.min || phase > u.scales.x.max) continue;
              const x = Math.round(u.valToPos(phase, "x", true)) + 0.5;
              context.beginPath();
              context.moveTo(x, u.bbox.top);
              context.lineTo(x, u.bbox.top + u.bbox.height);
              context.stroke();
            }
            for (const pause of data.pauses) {
              const from = Math.max(u.bbox.left, u.valToPos(pause.from, "x", true));
              const to = Math.min(u.bbox.left + u.bbox.width, u.valToPos(pause.to, "x", true));
              if (to <= from) continue;
              context.globalAlpha = 0.3;
              context.fillStyle = resolved(pause.injector ? "--invalid" : "--inconclusive");
              context.fillRect(from, u.bbox.top, Math.max(1, to - from), u.bbox.height);
            }
            context.restore();
          },
        ],
      },
    };
    figure.classList.add("drawn");
    live.hidden = false;
    const plot = new uPlot(options, values, live);
    live.tabIndex = 0;
    live.setAttribute("role", "img");
    live.setAttribute("aria-label", table.caption + ". Left and right arrow keys read the values out; the table below has them all.");
    const spoken = document.createElement("p");
    spoken.className = "unseen";
    spoken.setAttribute("role", "status");
    live.after(spoken);
    live.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const from = plot.cursor.idx ?? (step > 0 ? -1 : values[0].length);
      const to = Math.min(values[0].length - 1, Math.max(0, from + step));
      plot.setCursor({ left: plot.valToPos(values[0][to], "x"), top: 10 });
      spoken.textContent = place[chart.x](values[0][to]) + ": " + chart.lines
        .map((line, k) => line.name + " " + (values[k + 1][to] === null ? "none" : write[chart.y](values[k + 1][to])))
        .join(", ");
    });
    drawn.push({ plot, live, height });
  };
  data.charts.forEach(draw);
  let waiting = 0;
  window.addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => drawn.forEach(({ plot, live, height }) =>
      plot.setSize({ width: Math.max(240, live.parentElement.clientWidth), height })));
  });
  const redraw = () => drawn.forEach(({ plot }) => plot.redraw(false, true));

  // Heat maps: read the column under the pointer.
  for (const figure of document.querySelectorAll(".heat")) {
    const lane = data.tables[figure.dataset.lane];
    const area = figure.querySelector(".plot-area");
    const output = figure.querySelector("output");
    const svg = figure.querySelector(".plot");
    let shown = -1;
    const read = (i) => {
      shown = Math.min(lane.rows.length - 1, Math.max(0, i));
      const [seconds, requests, errors, p50, p99, max] = lane.rows[shown];
      output.textContent = "at " + duration(seconds * 1000) + ": " + requests + " requests, " + errors + " errors"
        + (requests === 0 ? "" : ", p50 " + duration(p50) + ", p99 " + duration(p99) + ", max " + duration(max));
    };
    svg.addEventListener("pointermove", (event) => {
      const box = area.getBoundingClientRect();
      const share = (event.clientX - box.left) / box.width;
      if (share >= 0 && share < 1) read(Math.floor(share * lane.rows.length));
    });
    svg.addEventListener("pointerleave", () => { output.textContent = ""; shown = -1; });
    svg.tabIndex = 0;
    svg.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      read(shown + step);
    });
  }

  // Downloads.
  const save = (name, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const cell = (value) => {
    if (value === null) return "";
    if (typeof value !== "string") return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
    return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  };
  const csv = (table) => [table.columns, ...table.rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  for (const button of document.querySelectorAll("button[data-table]")) {
    button.addEventListener("click", () => save(button.dataset.table + ".csv", "text/csv;charset=utf-8", csv(data.tables[button.dataset.table])));
  }
  for (const button of document.querySelectorAll("button[data-all]")) {
    button.addEventListener("click", () => save("report.json", "application/json", JSON.stringify(data, null, 1)));
  }

  // Dark and light: the system's choice until the reader makes another, kept only while the page is open.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const button = document.getElementById("theme");
  let chosen = null;
  const dark = () => (chosen === null ? system.matches : chosen === "dark");
  const show = () => {
    if (chosen !== null) root.dataset.theme = chosen;
    button.textContent = dark() ? "Light page" : "Dark page";
    redraw();
  };
  button.hidden = false;
  button.addEventListener("click", () => { chosen = dark() ? "light" : "dark"; show(); });
  system.addEventListener("change", show);
  show();
})();
