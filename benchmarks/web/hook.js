// Runs before the page: notes every WebSocket message, and says when all charts have changed.

window.labMessages = [];
window.WebSocket = class extends window.WebSocket {
  constructor(...where) {
    super(...where);
    this.addEventListener("message", (event) => note("in", event.data));
  }
  send(data) {
    note("out", data);
    return super.send(data);
  }
};

function note(way, data) {
  window.labMessages.push([way, performance.now(), data.byteLength ?? data.size ?? data.length]);
}

const drawn = () => [...document.querySelectorAll(".lab-plot")]
  .map((plot) => Number(plot.dataset.drawn ?? 0));

const quiet = () => document.querySelector('[data-testid="stApp"]')
  ?.dataset.testScriptState === "notRunning";

// From the next key press (the last of so many) until every chart has been drawn again and the
// page rests; two frames later what was drawn is on the screen.
window.labMeasure = (presses) => new Promise((done) => {
  let left = presses, began, before;
  window.labMessages.length = 0;
  const pressed = () => {
    began = performance.now();
    left -= 1;
    if (left === 0) {
      document.removeEventListener("keydown", pressed, true);
      requestAnimationFrame(look);
    }
  };
  before = drawn();
  document.addEventListener("keydown", pressed, true);
  const look = () => {
    const now = drawn();
    if (quiet() && now.length >= before.length && before.every((times, place) => now[place] > times)) {
      requestAnimationFrame(() => requestAnimationFrame(() => done({
        began, seen: performance.now(), charts: now.length, messages: window.labMessages.slice(),
      })));
    } else {
      requestAnimationFrame(look);
    }
  };
});
