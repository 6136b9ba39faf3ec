// Requests as marks on a canvas: out to the cache, the missing ones on to the database, and back.
// Times are the log's. A trip is drawn for at least LEAST seconds of the screen, else nobody would
// see a hit. The player outlives reruns of the page; another stamp loads other events.

const LEAST = 0.5;
const SPEEDS = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1];
const [HIT, STALE, MISS, WAIT, FAILED, WRITE] = [0, 1, 2, 3, 4, 5];
const FAR = new Set([MISS, WRITE]);
const players = new WeakMap();

function mark(pen, x, y, kind, colour, r = 5) {
  pen.fillStyle = pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  if (kind === HIT) pen.arc(x, y, r, 0, 7);
  else if (kind === STALE) { pen.moveTo(x, y - r); pen.lineTo(x + r, y + r); pen.lineTo(x - r, y + r); }
  else if (kind === MISS) pen.rect(x - r, y - r, 2 * r, 2 * r);
  else if (kind === WRITE) { pen.moveTo(x, y - r - 1); pen.lineTo(x + r + 1, y); pen.lineTo(x, y + r + 1); pen.lineTo(x - r - 1, y); }
  else if (kind === FAILED) { pen.moveTo(x - r, y - r); pen.lineTo(x + r, y + r); pen.moveTo(x + r, y - r); pen.lineTo(x - r, y + r); }
  else { pen.arc(x, y, r - 1, 0, 7); pen.stroke(); return; }
  if (kind === FAILED) pen.stroke(); else pen.fill();
}

function sharp(canvas) {
  const scale = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (canvas.width !== Math.round(width * scale)) { canvas.width = Math.round(width * scale); canvas.height = Math.round(height * scale); }
  const pen = canvas.getContext("2d");
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  return [pen, width, height];
}

function isDark(element) {
  const parts = getComputedStyle(element).color.match(/[\d.]+/g).slice(0, 3).map(Number);
  return parts[0] * 0.3 + parts[1] * 0.59 + parts[2] * 0.11 > 128;
}

class Player {
  constructor(root) {
    const find = (name) => root.querySelector(name);
    Object.assign(this, { canvas: find("canvas"), play: find(".play"), seek: find(".seek"), clock: find(".clock") });
    Object.assign(this, { speed: find(".speed"), legend: find(".legend"), root, on: false, at: 0, frames: 0 });
    this.speed.replaceChildren(...SPEEDS.map((each) => new Option(`${each} x`, each, each === 0.05, each === 0.05)));
    this.play.onclick = () => this.set(!this.on);
    find(".back").onclick = () => this.step(-1);
    find(".forth").onclick = () => this.step(1);
    this.seek.oninput = () => { this.set(false); this.go(this.begin + (this.seek.value / 1000) * this.span); };
    this.speed.onchange = () => this.draw();
    this.canvas.onkeydown = (event) => this.key(event);
    this.size = new ResizeObserver(() => this.draw());
    this.size.observe(this.canvas);
  }

  load({ requests, statements, connections, looks, stamp }) {
    this.looks = looks;
    this.colours = looks.map((look) => (isDark(this.canvas) ? look.dark : look.light));
    this.dress();
    if (stamp === this.stamp) return this.draw();
    Object.assign(this, { requests, statements, connections, stamp });
    this.begin = requests[0][0];
    this.span = Math.max(...requests.map((row) => row[1])) - this.begin || 0.001;
    this.go(this.begin);
    this.set(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  }

  dress() {
    this.legend.replaceChildren(...this.looks.map((look, kind) => {
      const item = document.createElement("span");
      const sign = document.createElement("canvas");
      sign.setAttribute("aria-hidden", "true");
      sign.width = sign.height = 16;
      mark(sign.getContext("2d"), 8, 8, kind, this.colours[kind]);
      item.append(sign, look.name);
      return item;
    }));
  }

  set(on) {
    this.on = on;
    this.play.textContent = on ? "Pause" : "Play";
    this.play.setAttribute("aria-pressed", on);
    cancelAnimationFrame(this.next);
    if (!on) return;
    if (this.at >= this.begin + this.span) this.at = this.begin;
    this.last = performance.now();
    this.next = requestAnimationFrame((now) => this.frame(now));
  }

  frame(now) {
    if (!this.on) return;
    this.at += Math.min((now - this.last) / 1000, 0.1) * Number(this.speed.value);
    this.last = now;
    this.frames += 1;
    if (this.at >= this.begin + this.span) { this.at = this.begin + this.span; this.set(false); }
    this.draw();
    if (this.on) this.next = requestAnimationFrame((later) => this.frame(later));
  }

  go(at) {
    this.at = Math.min(Math.max(at, this.begin), this.begin + this.span);
    this.draw();
  }

  step(way) { // to the next instant at which a request arrives or ends
    this.set(false);
    const instants = this.requests.flatMap((row) => [row[0], row[1]]).filter((each) => (each - this.at) * way > 1e-7);
    if (instants.length) this.go(way > 0 ? Math.min(...instants) : Math.max(...instants));
  }

  key(event) {
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    if (event.key === " ") this.set(!this.on);
    else if (event.key in steps) this.step(steps[event.key]);
    else if (event.key === "Home") this.go(this.begin);
    else if (event.key === "End") this.go(this.begin + this.span);
    else return;
    event.preventDefault();
  }

  visible() { // requests under way, or shown a little longer to be seen at all
    const least = LEAST * Number(this.speed.value);
    return this.requests.filter(([from, to]) => from <= this.at && this.at <= Math.max(to, from + least));
  }

  draw() {
    if (!this.requests || !this.canvas.clientWidth) return;
    const [pen, width, height] = sharp(this.canvas);
    const columns = [width * 0.1, width * 0.5, width * 0.84];
    this.places(pen, columns, height);
    const shown = this.visible();
    shown.forEach((row) => this.request(pen, columns, height, row));
    const waiting = this.queue(pen, columns[2], width, height);
    this.clock.textContent = `${this.at.toFixed(4)} s, ${shown.length} shown, ${waiting} waiting`;
    this.root.dataset.state = JSON.stringify({ at: this.at, shown: shown.length, waiting, frames: this.frames });
    this.seek.value = ((this.at - this.begin) / this.span) * 1000;
    this.seek.setAttribute("aria-valuetext", `${this.at.toFixed(3)} s`);
  }

  places(pen, columns, height) {
    const style = getComputedStyle(this.canvas);
    pen.font = "14px sans-serif";
    pen.textAlign = "center";
    ["Clients", "Cache", "Database"].forEach((name, place) => {
      pen.fillStyle = style.getPropertyValue("--st-secondary-background-color") || "#eee";
      pen.strokeStyle = pen.fillStyle;
      pen.beginPath();
      pen.roundRect(columns[place] - 44, 8, 88, height - 16, 8);
      pen.fill();
      pen.fillStyle = style.color;
      pen.fillText(name, columns[place], 28);
    });
  }

  request(pen, columns, height, [from, to, kind]) {
    const part = Math.min((this.at - from) / Math.max(to - from, LEAST * Number(this.speed.value)), 1);
    const out = 1 - Math.abs(2 * part - 1);
    const end = columns[FAR.has(kind) ? 2 : 1];
    const lane = 46 + ((Math.round(from * 1e6) * 37) % Math.max(height - 70, 1));
    mark(pen, columns[0] + (end - columns[0]) * out, lane, kind, this.colours[kind]);
  }

  queue(pen, x, width, height) { // statements: those served on the database, those queued behind it
    const here = this.statements.filter(([joined, , done]) => joined <= this.at && this.at < done);
    const waiting = here.filter(([, started]) => started > this.at);
    pen.fillStyle = getComputedStyle(this.canvas).color;
    const limit = this.connections ? ` of ${this.connections}` : "";
    pen.fillText(`${here.length - waiting.length}${limit} busy`, x, height - 16);
    const rows = Math.floor((height - 60) / 10);
    waiting.forEach(([, , , write], place) => {
      pen.fillStyle = this.colours[write ? WRITE : MISS];
      const column = Math.floor(place / rows);
      if (x + 52 + column * 10 < width) pen.fillRect(x + 50 + column * 10, 40 + (place % rows) * 10, 8, 8);
    });
    return waiting.length;
  }

  end() {
    this.set(false);
    this.size.disconnect();
  }
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".flow");
  const player = players.get(parentElement) ?? new Player(root);
  players.set(parentElement, player);
  player.load(data);
  return () => { player.end(); players.delete(parentElement); };
}
