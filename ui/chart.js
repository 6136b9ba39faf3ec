// Plotly figures in a grid. Plotly.react updates them in place, so zoom and hidden series stay.
// Each has pictures, a sheet to print, its data as a table and as CSV, and a text for readers of
// the page who do not see it; all of that is below it, where the keyboard gets. A figure is drawn when it comes near the screen.

let library;

function plotly(address) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => { library = undefined; reject(new Error(`cannot load ${address}`)); };
    document.head.append(script);
  });
  return library;
}

function isDark(element) {
  const colour = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const parts = colour.match(/^#(..)(..)(..)/)?.slice(1).map((part) => parseInt(part, 16))
    ?? colour.match(/\d+/g)?.slice(0, 3).map(Number) ?? [255, 255, 255];
  return parts[0] * 0.3 + parts[1] * 0.59 + parts[2] * 0.11 < 128;
}

function dressed(figure, dark, font) {
  const text = JSON.stringify(figure);
  const look = JSON.parse(dark ? text.replace(/#[0-9a-f]{6}/g, (light) => dark[light] ?? light) : text);
  look.layout.font.family = font;
  look.data.forEach((trace) => { trace.uid = trace.uid && word(trace.uid); });
  return look;
}

// Plotly looks a trace that goes up by a class made of its uid: other signs would end the update.
function word(text) {
  return text.replace(/[^\w-]/g, (sign) => `_${sign.charCodeAt(0)}`);
}

function table(figure) {
  const { data, layout } = figure;
  if (layout.meta.table) return layout.meta.table;
  const axis = (trace) => layout[(trace.yaxis ?? "y").replace("y", "yaxis")].title.text;
  const unit = (trace) => axis(trace).match(/\([^)]*\)$/)[0];
  const head = [layout.xaxis.title.text, ...data.map((trace) => `${trace.name} ${unit(trace)}`)];
  const columns = data.map((trace) => new Map(trace.x.map((x, row) => [x, trace.y[row]])));
  const times = [...new Set(data.flatMap((trace) => trace.x))].sort((a, b) => a - b);
  const rows = times.map((x) => [
    x, ...data.map((trace, place) => shown(columns[place].get(x) ?? null, unit(trace))),
  ]);
  return [head, ...rows];
}

function shown(value, unit) {
  if (value === null) return "";
  return unit === "(%)" ? Number((value * 100).toPrecision(5)) : value;
}

function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function csv(rows) {
  const quoted = (cell) => (/[",\n]/.test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : cell);
  return rows.map((row) => row.map(quoted).join(",")).join("\r\n") + "\r\n";
}

// Pictures: as on the page; for a slide of 16 to 9 (1920 x 1080); for a column in print (170 mm wide).
const SIZES = {
  page: { width: 1000, scale: 2, letters: 12 },
  slide: { width: 1280, height: 720, scale: 1.5, letters: 17 },
  print: { width: 643, height: 400, scale: 1, letters: 11 },
};

function larger(layout, letters) {
  const axes = Object.keys(layout).filter((name) => /^[xy]axis/.test(name));
  const look = (axis) => ({ ...axis, tickfont: { ...axis.tickfont, size: letters }, title: { ...axis.title, font: { ...axis.title?.font, size: letters } } });
  return Object.fromEntries(axes.map((name) => [name, look(layout[name])]));
}

// The figure as it is arranged for a picture: its title in it, letters and height for its use.
function arranged(figure, size) {
  const { title, note, subject } = figure.layout.meta;
  const name = [title, subject].filter(Boolean).join(", ");
  const { width, letters } = SIZES[size];
  const height = SIZES[size].height ?? figure.layout.meta.height ?? 480;
  const place = { x: 0.02, xanchor: "left", y: 1 - 38 / height, yanchor: "top" };
  const heading = { text: `${name}<br><sub>${note}</sub>`, font: { size: letters * 1.5 }, ...place };
  const margin = { ...figure.layout.margin, t: 86 + figure.layout.margin.t, r: 80 };
  const font = { ...figure.layout.font, family: "sans-serif", size: letters }; // a picture has no web fonts
  const axes = size === "page" ? {} : larger(figure.layout, letters);
  const layout = { ...figure.layout, ...axes, title: heading, margin, font, autosize: false };
  return [{ data: figure.data, layout }, { width, height }];
}

async function picture(figure, address, format, size) {
  const [Plotly, [whole, extent]] = [await plotly(address), arranged(figure, size)];
  const { file } = figure.layout.meta;
  const scale = format === "png" ? SIZES[size].scale : 1;
  return Plotly.downloadImage(whole, { format, filename: size === "page" ? file : `${file}-${size}`, ...extent, scale });
}

// Vectors on a sheet of the picture's own size; the browser prints it, to paper or as PDF.
async function paper(figure, address) {
  const [Plotly, [whole, extent]] = [await plotly(address), arranged(figure, "print")];
  const source = await Plotly.toImage(whole, { format: "svg", ...extent });
  const svg = decodeURIComponent(source.slice(source.indexOf(",") + 1));
  document.querySelector(".lab-paper")?.remove();
  const sheet = document.createElement("iframe");
  Object.assign(sheet, { className: "lab-paper", title: "Sheet to print", tabIndex: -1, ariaHidden: "true" });
  sheet.srcdoc = `<!doctype html><title>${figure.layout.meta.file}</title><style>@page { size: ${extent.width}px ${extent.height}px;
    margin: 0 } body { margin: 0 } svg { display: block }</style>${svg}`;
  sheet.onload = () => { sheet.dataset.ready = "yes"; sheet.contentWindow.print(); };
  document.body.append(sheet);
}

const MENU = {
  displaylogo: false,
  displayModeBar: "hover",
  modeBarButtons: [["zoom2d", "pan2d", "resetScale2d"]],
};

const PICTURES = [
  ["Save as PNG", (card) => picture(card.figure, card.script, "png", "page")],
  ["Save as SVG", (card) => picture(card.figure, card.script, "svg", "page")],
  ["Save for a slide (PNG)", (card) => picture(card.figure, card.script, "png", "slide")],
  ["Save for print (SVG)", (card) => picture(card.figure, card.script, "svg", "print")],
  ["Print or save as PDF", (card) => paper(card.figure, card.script)],
];

function pictures(card) {
  const place = card.root.querySelector(".lab-pictures");
  for (const [name, make] of PICTURES) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: name, onclick: () => make(card) });
    place.append(button);
  }
}

function build(box) {
  const root = document.createElement("figure");
  root.className = "lab-chart";
  root.innerHTML = `<figcaption><strong><i aria-hidden="true"></i><b></b></strong><span></span></figcaption>
    <div class="lab-plot" role="group"></div>
    <div class="lab-foot"><details><summary>Data table</summary>
    <div class="lab-table" tabindex="0"></div></details>
    <details class="lab-pictures"><summary>Picture</summary></details>
    <button type="button" class="lab-csv">Save CSV</button></div>`;
  const card = { root, plot: root.querySelector(".lab-plot"), stale: true, near: false };
  const details = root.querySelector("details");
  details.addEventListener("toggle", () => fill(card, details.open));
  root.querySelector(".lab-csv").addEventListener("click", () =>
    save(csv(table(card.figure)), `${card.figure.layout.meta.file}.csv`));
  root.addEventListener("pointerdown", (event) => { card.pressed = event; }, true);
  root.addEventListener("click", (event) => point(card, event), true);
  pictures(card);
  box.append(root);
  return card;
}

// A click in a figure that takes clicks tells the page where on its axes it was.
function point(card, event) {
  const moved = Math.hypot(event.x - card.pressed?.x, event.y - card.pressed?.y);
  const { xaxis: axis, yaxis: rise } = card.plot._fullLayout ?? {};
  if (!card.figure.layout.meta.clicks || !axis || !(moved < 5)) return;
  const place = card.plot.getBoundingClientRect();
  const x = event.clientX - place.left - axis._offset;
  if (x < 0 || x > axis._length || !card.plot.contains(event.target)) return;
  if (event.target.closest(".modebar")) return;
  const y = event.clientY - place.top - rise._offset;
  card.report({ figure: card.place, x: axis.p2d(x), y: rise.p2d(y) });
}

function fill(card, open) {
  const place = card.root.querySelector(".lab-table");
  place.replaceChildren();
  if (!open) return;
  const [head, ...rows] = table(card.figure);
  const view = document.createElement("table");
  const add = (cells, kind) => {
    const row = view.insertRow();
    for (const cell of cells) {
      const item = document.createElement(kind);
      item.textContent = cell;
      row.append(item);
    }
  };
  add(head, "th");
  rows.forEach((row) => add(row, "td"));
  place.append(view);
}

async function paint(card, address) {
  const [Plotly] = await Promise.all([plotly(address).catch(() => []), document.fonts.ready]);
  if (!Plotly.react) {
    card.plot.textContent = "The chart library did not load. Reload the page to try again.";
    return;
  }
  if (!card.near || !card.stale) return;
  card.stale = false;
  const { data, layout } = card.figure;
  const first = !card.plot.classList.contains("js-plotly-plot");
  await Plotly.react(card.plot, data, { ...layout, autosize: true }, MENU);
  card.plot.dataset.drawn = String(Number(card.plot.dataset.drawn ?? 0) + 1);
  if (first) new ResizeObserver(() => card.plot.offsetParent && Plotly.Plots.resize(card.plot)).observe(card.plot);
}

function show(card, figure, address) {
  const { title, note, alt } = figure.layout.meta;
  Object.assign(card, { figure, script: address, stale: true });
  card.plot.classList.toggle("lab-clicks", Boolean(figure.layout.meta.clicks));
  card.plot.title = figure.layout.meta.clicks ?? "";
  const mark = card.root.querySelector("i");
  mark.textContent = figure.layout.meta.mark;
  mark.style.color = figure.layout.meta.colour;
  card.root.querySelector("b").textContent = title;
  card.root.querySelector("span").textContent = note;
  card.plot.setAttribute("aria-label", alt);
  card.plot.style.minHeight = `${figure.layout.height}px`;
  fill(card, card.root.querySelector("details").open);
  return paint(card, address);
}

function watchScreen(shelf, box) {
  return new IntersectionObserver((entries) => entries.forEach((entry) => {
    const card = shelf.cards.find((each) => each.root === entry.target);
    card.near = entry.isIntersecting;
    paint(card, shelf.address);
  }), { root: box.closest('[data-testid="stMain"]'), rootMargin: "400px" });
}

const shelves = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".lab-charts");
  const shelf = shelves.get(parentElement) ?? { cards: [] };
  shelves.set(parentElement, shelf);
  shelf.address = data.script;
  shelf.eye ??= watchScreen(shelf, box);
  box.style.setProperty("--narrowest", data.narrowest);
  const dark = isDark(box) && data.dark;
  const font = getComputedStyle(box).fontFamily;
  while (shelf.cards.length > data.figures.length) shelf.cards.pop().root.remove();
  data.figures.forEach((figure, place) => {
    const card = shelf.cards[place] ??= build(box);
    Object.assign(card, { place, report: (where) => setTriggerValue("clicked", where) });
    shelf.eye.observe(card.root);
    show(card, dressed(figure, dark, font), data.script);
  });
}
